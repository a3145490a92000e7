'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { billTone } from '@/components/partner-bill/bill-tone';
import type { BillLine } from '@/components/partner-bill/line-table';
import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { SideSheet } from '@/components/ui/side-sheet';
import { StateBadge } from '@/components/ui/state-badge';

/** One row of the partner's file: what came of it, and the row itself, column by column. */
export function LineSheet({ line, closeHref }: { line: BillLine; closeHref: string }): ReactNode {
  const t = useTranslations('partner');
  return (
    <SideSheet
      title={t('bill.rowTitle', { row: line.lineNo })}
      subtitle={line.description || line.service}
      closeHref={closeHref}
    >
      <Section title={t('bill.verdict')} level={3}>
        <p className="pb-3">
          <StateBadge tone={billTone(line.state)} label={t(`lineState.${line.state}`)} />{' '}
          {line.issueCode && t.has(`issue.${line.issueCode}`) ? t(`issue.${line.issueCode}`) : line.issueCode}
        </p>
        {line.problems?.map((problem) => (
          <p key={`${problem.code} ${problem.message}`} className="pb-3 text-risk">
            {problem.message}
          </p>
        ))}
        <DescriptionList
          items={[
            ...(line.amount !== null && line.currency !== null
              ? [
                  {
                    term: t('bill.amount'),
                    detail: <MoneyText amount={line.amount} currency={line.currency} exact />,
                  },
                ]
              : []),
            {
              term: t('bill.billingAccount'),
              detail: line.billingAccount
                ? `${line.billingAccount.name} · ${line.billingAccount.number}`
                : t('bill.noAccount'),
            },
          ]}
        />
      </Section>
      <Section title={t('bill.asSent')} description={t('bill.asSentNote')} level={3}>
        <dl className="grid grid-cols-[minmax(8rem,2fr)_3fr] text-sm">
          {Object.entries(line.source).map(([column, value]) => (
            <div key={column} className="contents">
              <dt className="border-b py-1 pe-4 break-words text-ink-muted">{column}</dt>
              <dd className="border-b py-1 font-mono text-xs leading-5 break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </SideSheet>
  );
}
