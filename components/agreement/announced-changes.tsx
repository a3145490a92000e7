import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChangedTerms, type ChangedTermsProps } from '@/components/agreement/changed-terms';
import { DateText } from '@/components/time/date-text';
import { Callout } from '@/components/ui/callout';
import type { PayoutTerms } from '@/lib/domain/settlement/payout-notice';

type AnnouncedChange = { id: string; holdsFrom: string; change: Partial<PayoutTerms> };

export type AnnouncedChangesProps = {
  conditions: PayoutTerms & { currency: string; announced: readonly AnnouncedChange[] };
  /** What the reader can do about one, which says what it changes. */
  actions?: (announced: AnnouncedChange & ChangedTermsProps) => ReactNode;
};

/** What will change about how a partner is paid: from when on, and from what to what. */
export function AnnouncedChanges({ conditions, actions }: AnnouncedChangesProps): ReactNode {
  const t = useTranslations('agreement.payout');
  const { announced, currency, ...terms } = conditions;
  let before: PayoutTerms = terms;
  return announced.map(({ id, holdsFrom, change }) => {
    const changed = { before, change, currency };
    before = { ...before, ...change };
    return (
      <Callout
        key={id}
        tone="attention"
        title={t('announced.title')}
        actions={actions === undefined ? null : actions({ id, holdsFrom, ...changed })}
      >
        <p>
          {t('announced.from')} <DateText value={holdsFrom} />
        </p>
        <ChangedTerms {...changed} />
      </Callout>
    );
  });
}
