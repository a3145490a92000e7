import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { formatQuantity } from '@/lib/format/quantity';

export type PayoutFactsProps = {
  currency: string;
  taxable: string;
  tax: string;
  reserveUntil: string | null;
  conditions: {
    since: string | null;
    minimum: string;
    fee: string;
    feePercent: string;
    reservePercent: string;
    reserveDays: number;
  };
  contentHash: string | null;
  bankReason: string | null;
  document: {
    kind: string;
    typeCode: string | null;
    seller: { legalName: string; vatId: string | null };
    buyer: { legalName: string; vatId: string | null };
    tax: { category: string; ratePpm: string; reason: string | null } | null;
  } | null;
  rates: readonly {
    currency: string;
    rate: string;
    source: string;
    validOn: string;
    amount: string;
    payoutAmount: string;
  }[];
};

/** What a payout was computed with: conditions and rates; and which document it is, its two sides and its tax. */
export function PayoutFacts(props: PayoutFactsProps): ReactNode {
  const t = useTranslations('payout');
  const { document, rates } = props;
  return (
    <>
      <Section title={t('page.conditions')} description={t('page.conditionsDescription')} id="conditions">
        <Conditions {...props} />
      </Section>
      {rates.length > 0 ? (
        <Section title={t('page.rates')} description={t('page.ratesDescription')} id="rates">
          <Rates {...props} />
        </Section>
      ) : null}
      {document ? (
        <Section title={t('page.document')} id="document">
          <DescriptionList columns={2} items={factsOf(props, document, t)} />
        </Section>
      ) : null}
    </>
  );
}

function Conditions({ conditions, currency }: PayoutFactsProps): ReactNode {
  const words = useTranslations('payout.page');
  const locale = useLocale();
  const { since, reserveDays } = conditions;
  const percent = (text: string) => `${formatQuantity(text, locale)}%`;
  return (
    <DescriptionList
      columns={3}
      items={[
        { term: words('since'), detail: since === null ? words('asSigned') : <DateText value={since} /> },
        { term: words('paidFrom'), detail: <MoneyText amount={conditions.minimum} currency={currency} /> },
        {
          term: words('agreedFee'),
          detail: (
            <>
              <MoneyText amount={conditions.fee} currency={currency} /> + {percent(conditions.feePercent)}
            </>
          ),
        },
        {
          term: words('agreedReserve'),
          detail: words('reserveOf', { percent: percent(conditions.reservePercent), days: reserveDays }),
        },
      ]}
    />
  );
}

type Translate = (key: string) => string;

function factsOf(props: PayoutFactsProps, document: NonNullable<PayoutFactsProps['document']>, t: Translate) {
  const { tax, taxable, currency, reserveUntil, contentHash, bankReason } = props;
  const party = ({ legalName, vatId }: { legalName: string; vatId: string | null }) =>
    vatId === null ? legalName : `${legalName}, ${vatId}`;
  const kind = `${t(`kind.${document.kind}`)}${document.typeCode === null ? '' : ` (${document.typeCode})`}`;
  return [
    { term: t('page.kind'), detail: kind },
    { term: t('page.seller'), detail: party(document.seller) },
    { term: t('page.buyer'), detail: party(document.buyer) },
    {
      term: t('page.tax'),
      detail: document.tax ? (
        <>
          {`${document.tax.category} ${Number(document.tax.ratePpm) / 10_000} % · `}
          <MoneyText amount={taxable} currency={currency} /> → <MoneyText amount={tax} currency={currency} />
          {document.tax.reason === null ? null : ` · ${document.tax.reason}`}
        </>
      ) : (
        t('page.noTax')
      ),
    },
    ...(reserveUntil === null
      ? []
      : [{ term: t('page.reserveUntil'), detail: <DateText value={reserveUntil} /> }]),
    ...(bankReason === null ? [] : [{ term: t('page.bankReason'), detail: bankReason }]),
    ...(contentHash === null
      ? []
      : [
          {
            term: t('page.hash'),
            detail: <code className="break-all font-mono text-xs">{contentHash}</code>,
          },
        ]),
  ];
}

function Rates({ rates, currency }: PayoutFactsProps): ReactNode {
  const t = useTranslations('payout.page');
  return (
    <PlainTable
      caption={t('rates')}
      hideCaption
      columns={[
        { id: 'rate', header: t('rate') },
        { id: 'source', header: t('source') },
        { id: 'validOn', header: t('validOn') },
        { id: 'from', header: t('from'), align: 'end' },
        { id: 'to', header: t('to', { currency }), align: 'end' },
      ]}
      rows={rates.map((rate) => ({
        id: rate.currency,
        cells: {
          rate: `1 ${rate.currency} = ${rate.rate} ${currency}`,
          source: rate.source,
          validOn: <DateText value={rate.validOn} />,
          from: <MoneyText amount={rate.amount} currency={rate.currency} />,
          to: <MoneyText amount={rate.payoutAmount} currency={currency} />,
        },
      }))}
    />
  );
}
