import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { Finding } from '@/components/partner-bill/bill-findings';
import { Stream } from '@/components/stream/stream';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { type Decimal, formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { formatCount } from '@/lib/format/quantity';

export type BillTotalsProps = {
  lines: { received: number; accepted: number; rejected: number; duplicate: number };
  totals: readonly { currency: string; stated: string | null; received: string; accepted: string }[];
  findings: readonly Finding[];
};

/** Rows in and what came of them, then per currency where the money went. */
export function BillTotals({ lines, totals, findings }: BillTotalsProps): ReactNode {
  const t = useTranslations('partner.bill');
  const locale = useLocale();
  return (
    <>
      <KeyFigures>
        <KeyFigure
          label={t('rowsIn')}
          value={formatCount(lines.received, locale)}
          note={<Sums totals={totals} part="received" />}
        />
        <KeyFigure
          label={t('accepted')}
          value={formatCount(lines.accepted, locale)}
          note={<Sums totals={totals} part="accepted" />}
        />
        <KeyFigure
          label={t('rejected')}
          value={formatCount(lines.rejected, locale)}
          {...(lines.rejected > 0 && { tone: 'attention' as const })}
        />
        <KeyFigure label={t('duplicate')} value={formatCount(lines.duplicate, locale)} />
      </KeyFigures>
      {totals.map((total) => (
        <TotalStream key={total.currency} total={total} findings={findings} />
      ))}
    </>
  );
}

function Sums({
  totals,
  part,
}: {
  totals: BillTotalsProps['totals'];
  part: 'received' | 'accepted';
}): ReactNode {
  return totals.map((total) => (
    <span key={total.currency} className="block">
      <MoneyText amount={total[part]} currency={total.currency} exact />
    </span>
  ));
}

function TotalStream({
  total,
  findings,
}: {
  total: BillTotalsProps['totals'][number];
  findings: readonly Finding[];
}) {
  const t = useTranslations('partner');
  const { currency } = total;
  const held = heldByCode(findings, currency);
  if (held.length === 0) return null;
  return (
    <div className="pb-8">
      <Stream
        title={t('bill.whereItWent', { currency })}
        direction="split"
        trunk={{ label: t('bill.receivedMoney'), amount: total.received, currency }}
        sources={[
          {
            id: 'accepted',
            label: t('bill.accepted'),
            amount: total.accepted,
            currency,
            tone: 'own' as const,
          },
          ...held.map(({ code, amount }) => ({
            id: code,
            label: t.has(`issue.${code}`) ? t(`issue.${code}`) : code,
            amount,
            currency,
            tone: 'risk' as const,
          })),
        ]}
      />
    </div>
  );
}

/** The money of the lines that were not taken, by reason; amounts that cannot be read are in no total either. */
function heldByCode(findings: readonly Finding[], currency: string): { code: string; amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const finding of findings) {
    const isOfLines = finding.currency === currency && finding.lineNo !== null;
    const amount = isOfLines && finding.amountAtStake !== null ? parseDecimal(finding.amountAtStake) : null;
    if (amount !== null) sums.set(finding.code, (sums.get(finding.code) ?? 0n) + amount);
  }
  return [...sums].map(([code, amount]) => ({ code, amount: formatDecimal(amount as Decimal) }));
}
