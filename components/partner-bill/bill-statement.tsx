import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { DECIMAL_SCALE, type Decimal, formatDecimal } from '@/lib/domain/money/decimal';

type StatedParty = { name: string | null; vatId: string | null; country: string | null };

export type Statement = {
  currency: string;
  number: string;
  typeCode: string;
  issuedOn: string | null;
  dueOn: string | null;
  seller: StatedParty;
  buyer: StatedParty;
  precedingNumbers: readonly string[];
  net: string | null;
  tax: string | null;
  gross: string | null;
  prepaid: string | null;
  payable: string | null;
  taxes: readonly {
    category: string;
    ratePpm: string | null;
    base: string;
    tax: string;
    reason: string | null;
  }[];
};

/** What an invoice says of itself: whose it is, its totals, its tax by rate. */
export function BillStatement({ statement }: { statement: Statement }): ReactNode {
  const t = useTranslations('partner.statement');
  const { currency, taxes } = statement;
  const money = (amount: string | null) =>
    amount === null ? '–' : <MoneyText amount={amount} currency={currency} />;
  return (
    <Section
      title={t('title', {
        type: t.has(`type.${statement.typeCode}`) ? t(`type.${statement.typeCode}`) : statement.typeCode,
        number: statement.number,
      })}
      description={t('note')}
    >
      <DescriptionList
        columns={3}
        items={[
          { term: t('seller'), detail: partyText(statement.seller) },
          { term: t('buyer'), detail: partyText(statement.buyer) },
          {
            term: t('issuedOn'),
            detail: statement.issuedOn === null ? '–' : <DateText value={statement.issuedOn.slice(0, 10)} />,
          },
          { term: t('net'), detail: money(statement.net) },
          { term: t('tax'), detail: money(statement.tax) },
          { term: t('gross'), detail: money(statement.gross) },
          ...(statement.prepaid === null ? [] : [{ term: t('prepaid'), detail: money(statement.prepaid) }]),
          { term: t('payable'), detail: money(statement.payable) },
          ...(statement.precedingNumbers.length === 0
            ? []
            : [{ term: t('preceding'), detail: statement.precedingNumbers.join(', ') }]),
        ]}
      />
      {taxes.length === 0 ? null : (
        <PlainTable
          caption={t('taxes')}
          columns={[
            { id: 'category', header: t('category') },
            { id: 'rate', header: t('rate'), align: 'end' },
            { id: 'base', header: t('base'), align: 'end' },
            { id: 'tax', header: t('tax'), align: 'end' },
          ]}
          rows={taxes.map(({ category, ratePpm, base, tax, reason }, index) => ({
            id: String(index),
            cells: {
              category: reason === null ? category : `${category} · ${reason}`,
              rate: ratePpm === null ? '–' : `${percentText(ratePpm)} %`,
              base: money(base),
              tax: money(tax),
            },
          }))}
        />
      )}
    </Section>
  );
}

const partyText = ({ name, vatId, country }: StatedParty): string =>
  [name, vatId, country].filter((part) => part !== null).join(', ') || '–';

const percentText = (ratePpm: string): string =>
  formatDecimal((BigInt(ratePpm) * 10n ** BigInt(DECIMAL_SCALE - 4)) as Decimal);
