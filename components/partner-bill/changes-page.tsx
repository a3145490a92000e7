import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillPlace, type Deciding, isDecidable, type PlacedBill } from '@/components/partner-bill/bill-place';
import { billTone } from '@/components/partner-bill/bill-tone';
import {
  amountCells,
  amountColumns,
  ChangeSummary,
  type ChangeSummaryProps,
} from '@/components/partner-bill/change-summary';
import { type BillChange, ChangeTable } from '@/components/partner-bill/change-table';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { PageHeader } from '@/components/ui/page-header';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';

export type ChangesPageProps = {
  bill: PlacedBill;
  changes: ChangeSummaryProps & {
    replaces: { externalId: string };
    accounts: readonly {
      externalAccount: string;
      billingAccount: { number: string; name: string } | null;
      currency: string;
      before: string;
      after: string;
    }[];
  };
  rows: { data: readonly BillChange[]; nextCursor: string | null };
  billsHref: string;
  breadcrumbs: readonly Crumb[];
  deciding: Deciding;
  isOperator: boolean;
  timeZone: string;
};

/** A corrected bill beside the one it replaces: sums, accounts, rows; and the decision, where it waits for one. */
export function ChangesPage({
  bill,
  changes,
  rows,
  billsHref,
  breadcrumbs,
  deciding,
  isOperator,
  timeZone,
}: ChangesPageProps): ReactNode {
  const t = useTranslations('correction');
  const states = useTranslations('partner.billState');
  const { externalId: replaces } = changes.replaces;
  return (
    <>
      <PageHeader
        title={t('title', { bill: bill.externalId })}
        breadcrumbs={[
          ...breadcrumbs,
          { label: bill.externalId, href: `${billsHref}/${bill.id}` },
          { label: t('changes') },
        ]}
        state={<StateBadge tone={billTone(bill.state)} label={states(bill.state)} />}
        description={t('description', { bill: bill.externalId, replaces })}
      />
      {isDecidable(bill) ? (
        <BillPlace
          bill={bill}
          billsHref={billsHref}
          deciding={deciding}
          isOperator={isOperator}
          timeZone={timeZone}
        />
      ) : null}
      <ChangeSummary counts={changes.counts} totals={changes.totals} />
      {changes.accounts.length === 0 ? null : (
        <Section title={t('accounts')} description={t('accountsNote')}>
          <PlainTable
            caption={t('accounts')}
            columns={[
              { id: 'account', header: t('account') },
              { id: 'billingAccount', header: t('billingAccount') },
              ...amountColumns(t),
            ]}
            rows={changes.accounts.map((account) => ({
              id: `${account.externalAccount} ${account.currency}`,
              cells: {
                account: <span className="font-mono text-xs break-all">{account.externalAccount}</span>,
                billingAccount: account.billingAccount
                  ? `${account.billingAccount.name} · ${account.billingAccount.number}`
                  : t('none'),
                ...amountCells(account),
              },
            }))}
          />
        </Section>
      )}
      <Section title={t('rows')} description={t('rowsNote')}>
        <ChangeTable changes={rows.data} nextCursor={rows.nextCursor} />
      </Section>
    </>
  );
}
