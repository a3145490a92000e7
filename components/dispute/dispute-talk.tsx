import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { Timeline } from '@/components/ui/timeline';
import type { Tone } from '@/components/ui/tone';
import { formatMoney } from '@/lib/format/money';

export type EntryView = {
  id: string;
  kind: string;
  audience: string;
  party: string | null;
  author: string | null;
  words: string;
  amount: string | null;
  writtenAt: string;
};

export type DisputeTalkProps = { entries: readonly EntryView[]; currency: string; timeZone: string };

/** What was said and done in a dispute, from its beginning. */
export function DisputeTalk({ entries, currency, timeZone }: DisputeTalkProps): ReactNode {
  const t = useTranslations('dispute');
  const locale = useLocale();
  return (
    <Timeline
      items={entries.map(({ id, kind, audience, party, author, words, amount, writtenAt }) => ({
        id,
        at: <InstantText value={writtenAt} timeZone={timeZone} />,
        title: t(`talk.${kind}`, { amount: amount === null ? '' : formatMoney(amount, currency, locale) }),
        detail: words === '' ? null : <p className="max-w-prose whitespace-pre-line text-ink">{words}</p>,
        actor: [t(`audience.${audience}`), party, author]
          .filter((part) => audience !== 'system' || part !== party)
          .filter(Boolean)
          .join(' · '),
        tone: TONES[kind] ?? 'neutral',
      }))}
    />
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  raised: 'attention',
  escalated: 'risk',
  object: 'attention',
  accepted: 'good',
  part_accepted: 'good',
  accept: 'good',
  accept_part: 'good',
};
