import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { IssueList } from '@/components/ui/issue-list';
import { TextLink } from '@/components/ui/text-link';

export type Finding = {
  code: string;
  severity: 'error' | 'warning' | 'info';
  path: string;
  message: string;
  amountAtStake: string | null;
  currency: string | null;
  lineNo: number | null;
  lineCount: number;
};

export type BillFindingsProps = {
  findings: readonly Finding[];
  /** This bill's page, and the page where accounts are mapped. */
  billHref: string;
  accountsHref: string;
};

/** What validation found, most money first, each with the rows it speaks of and the way to put it right. */
export function BillFindings({ findings, billHref, accountsHref }: BillFindingsProps): ReactNode {
  const t = useTranslations('partner.bill');
  const sorted = findings.toSorted((a, b) => stakeOf(b) - stakeOf(a));
  return (
    <IssueList
      empty={t('noFindings')}
      issues={sorted.map((finding) => ({
        ...finding,
        ...(finding.amountAtStake !== null &&
          finding.currency !== null && {
            stake: <MoneyText amount={finding.amountAtStake} currency={finding.currency} exact />,
          }),
        ...(finding.code === 'usage_difference' && {
          fix: <TextLink href={`${billHref}/differences?state=beyond`}>{t('openDifferences')}</TextLink>,
        }),
        ...(finding.lineNo !== null && {
          fix: (
            <span className="flex flex-wrap gap-x-4 text-sm">
              {mappingFix[finding.code] === undefined ? null : (
                <TextLink href={`${accountsHref}?${mappingFix[finding.code]}`}>
                  {t(finding.code === 'unknown_account' ? 'mapAccounts' : 'mapNames')}
                </TextLink>
              )}
              <TextLink href={`${billHref}?issue=${codeOfLines(finding)}#lines`}>
                {t('showRows', { count: finding.lineCount })}
              </TextLink>
            </span>
          ),
        }),
      }))}
    />
  );
}

/** Where a person says what a name is. */
const mappingFix: Readonly<Record<string, string>> = {
  unknown_account: 'state=unmapped',
  unknown_product: 'names=services&state=unmapped',
  unknown_tax_code: 'names=tax-codes&state=unmapped',
};

/** A row that cannot be read has many possible reasons and one code among the lines. */
const codeOfLines = ({ code }: Finding): string => (lineCodes.has(code) ? code : 'unreadable_line');

const lineCodes = new Set([
  'unknown_account',
  'unknown_currency',
  'currency_mismatch',
  'unknown_product',
  'unknown_tax_code',
  'period_outside_window',
  'tax_line',
  'duplicate_line',
]);

/** Only to put the largest first. */
const stakeOf = ({ amountAtStake }: Finding): number => Math.abs(Number(amountAtStake ?? 0));
