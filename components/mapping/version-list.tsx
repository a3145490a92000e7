import type { ReactNode } from 'react';
import { personOf } from '@/components/mapping/person-of';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';

export type MappingVersion = {
  id: string;
  version: number;
  createdBy: string;
  createdAt: string;
  isCurrent: boolean;
};

export type VersionWords = Record<
  'versions' | 'versionsNote' | 'version' | 'createdAt' | 'createdBy',
  string
>;

/** All versions of a mapping, each with who made it and when. */
export function VersionList({
  versions,
  listHref,
  timeZone,
  words,
}: {
  versions: readonly MappingVersion[];
  listHref: string;
  timeZone: string;
  words: VersionWords;
}): ReactNode {
  return (
    <Section title={words.versions} description={words.versionsNote}>
      <PlainTable
        caption={words.versions}
        columns={(['version', 'createdAt', 'createdBy'] as const).map((id) => ({ id, header: words[id] }))}
        rows={versions.map(({ id, version, createdAt, createdBy }) => ({
          id,
          href: `${listHref}/${id}`,
          cells: {
            version,
            createdAt: <InstantText value={createdAt} timeZone={timeZone} />,
            createdBy: personOf(createdBy),
          },
        }))}
      />
    </Section>
  );
}
