import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { formatBytes } from '@/lib/format/quantity';

export type EvidenceView = {
  id: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  audience: string;
  party: string | null;
  addedAt: string;
};

export type EvidenceListProps = { disputeId: string; files: readonly EvidenceView[]; timeZone: string };

/** The files of a dispute, each to be saved. */
export function EvidenceList({ disputeId, files, timeZone }: EvidenceListProps): ReactNode {
  const t = useTranslations('dispute');
  const locale = useLocale();
  if (files.length === 0) return <p className="text-ink-muted">{t('evidence.none')}</p>;
  return (
    <ul className="flex flex-col">
      {files.map((file) => (
        <li key={file.id} className="border-b py-2">
          <a
            href={`/api/v1/disputes/${disputeId}/evidence/${file.id}`}
            download={file.name}
            className="rounded-sm underline decoration-line-strong underline-offset-3 break-all"
          >
            {file.name}
          </a>
          <p className="text-sm text-ink-muted">
            {t('evidence.by', {
              party: file.party ?? t(`audience.${file.audience}`),
              size: formatBytes(file.sizeBytes, locale),
            })}
            , <InstantText value={file.addedAt} timeZone={timeZone} />
          </p>
        </li>
      ))}
    </ul>
  );
}
