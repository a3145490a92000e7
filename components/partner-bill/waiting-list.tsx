import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { type IssueItem, IssueList } from '@/components/ui/issue-list';
import { Section } from '@/components/ui/section';

export type WaitingListProps = {
  waiting: {
    unmapped: readonly { currency: string; amount: string; lineCount: number; accountCount: number }[];
    rejected: readonly { id: string; externalId: string }[];
  };
  /** Named when the operator looks; null for the partner itself. */
  partner: string | null;
  /** The portal's or the partner's address, under which `bills` and `accounts` are. */
  base: string;
};

/** What of a partner's bills waits for somebody, each with the page where it is put right; nothing when nothing does. */
export function WaitingList({ waiting, partner, base }: WaitingListProps): ReactNode {
  const t = useTranslations('partner.waiting');
  const who = partner === null ? 'you' : 'them';
  const items: IssueItem[] = [
    ...waiting.unmapped.map((money) => ({
      severity: 'error' as const,
      message: t('unmapped', { accounts: money.accountCount, lines: money.lineCount }),
      href: `${base}/accounts?state=unmapped`,
      stake: <MoneyText amount={money.amount} currency={money.currency} tone="risk" />,
    })),
    ...waiting.rejected.map((bill) => ({
      severity: 'error' as const,
      message: t('rejected', { number: bill.externalId, who }),
      href: `${base}/bills/${bill.id}`,
    })),
  ];
  if (items.length === 0) return null;
  return (
    <Section title={t('title')}>
      <IssueList issues={items} />
    </Section>
  );
}
