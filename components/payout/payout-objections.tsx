import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';

export type ObjectionView = {
  id: string;
  row: string | null;
  words: string;
  raisedBy: string;
  raisedAt: string;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: string | null;
};

/** What was said against a payout, and the answers, as it happened. */
export function PayoutObjections({
  objections,
  home,
  timeZone,
  isOwn,
  actions,
  answer,
}: {
  objections: readonly ObjectionView[];
  home: string;
  timeZone: string;
  isOwn: boolean;
  actions?: ReactNode;
  /** The operator's button under an open one. */
  answer?: (objection: string) => ReactNode;
}): ReactNode {
  const t = useTranslations('payout.objections');
  return (
    <Section
      id="objections"
      title={t('title')}
      description={t(isOwn ? 'ownDescription' : 'description')}
      actions={actions}
    >
      {objections.length === 0 ? <p className="text-ink-muted">{t('none')}</p> : null}
      <Timeline
        items={objections.flatMap((objection) => [
          {
            id: objection.id,
            at: <InstantText value={objection.raisedAt} timeZone={timeZone} />,
            title: objection.row ? (
              <TextLink href={`${home}/rows/${objection.row}`}>{t('aboutRow')}</TextLink>
            ) : (
              t('whole')
            ),
            detail: objection.words,
            actor: objection.raisedBy,
            tone: 'attention' as const,
          },
          objection.answeredAt === null
            ? {
                id: `${objection.id} open`,
                at: null,
                title: t('open'),
                detail: answer?.(objection.id),
                tone: 'progress' as const,
              }
            : {
                id: `${objection.id} answer`,
                at: <InstantText value={objection.answeredAt} timeZone={timeZone} />,
                title: t('answer'),
                detail: objection.answer,
                actor: objection.answeredBy ?? '',
                tone: 'good' as const,
              },
        ])}
      />
    </Section>
  );
}
