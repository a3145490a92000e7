import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EInvoiceNumber } from '@/components/document/e-invoice-number';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PeriodText } from '@/components/time/period-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';

export type CreditNotePaperView = {
  id: string;
  number: string;
  kind: string;
  reason: string;
  bill: { id: string; number: string };
  issuedOn: string;
  currency: string;
  net: string;
  tax: string;
  total: string;
  freed: string;
  contentHash: string;
  issuedBy: string | null;
  lines: {
    lineId: string;
    supplier: string;
    description: string;
    period: { from: string; to: string };
    billed: string;
    amount: string;
  }[];
  taxes: { sellerName: string; category: string; ratePercent: string; base: string; amount: string }[];
  documents: {
    seller: string;
    sellerName: string;
    number: string;
    corrects: { number: string; issuedOn: string };
    net: string;
    tax: string;
    total: string;
  }[];
};

/** One credit note as a document: what it gives back of which line, its tax, and the invoices it corrects. */
export function CreditNotePaper({
  note,
  billHref,
}: {
  note: CreditNotePaperView;
  billHref: string;
}): ReactNode {
  const t = useTranslations('creditNote');
  const { currency } = note;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  return (
    <div className="max-w-4xl">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-y py-4">
        <div className="min-w-0">
          <p className="font-medium">{t('paper.credited')}</p>
          <p className="max-w-prose text-sm text-ink-muted">{note.reason}</p>
        </div>
        <p className="text-2xl font-semibold">
          <MoneyText amount={note.total} currency={currency} size="figure" />
        </p>
      </div>
      <div className="py-6">
        <DescriptionList
          items={[
            { term: t('table.bill'), detail: <TextLink href={billHref}>{note.bill.number}</TextLink> },
            { term: t('table.issuedOn'), detail: <DateText value={note.issuedOn} /> },
            { term: t('table.kind'), detail: t(`kind.${note.kind}`) },
            ...(isZeroAmount(note.freed) ? [] : [{ term: t('paper.freed'), detail: money(note.freed) }]),
          ]}
        />
      </div>
      <Section title={t('paper.lines')}>
        <PlainTable
          caption={t('paper.lines')}
          columns={[
            { id: 'description', header: t('paper.description') },
            { id: 'supplier', header: t('paper.supplier') },
            { id: 'period', header: t('paper.period') },
            { id: 'billed', header: t('paper.billed'), align: 'end' },
            { id: 'amount', header: t('paper.amount'), align: 'end' },
          ]}
          rows={note.lines.map((line) => ({
            id: line.lineId,
            cells: {
              description: line.description,
              supplier: line.supplier,
              period: <PeriodText from={line.period.from} to={line.period.to} />,
              billed: money(line.billed),
              amount: money(line.amount),
            },
          }))}
          footer={{ description: t('paper.net'), amount: money(note.net) }}
        />
      </Section>
      <Section title={t('paper.taxes')}>
        <PlainTable
          caption={t('paper.taxes')}
          columns={[
            { id: 'tax', header: t('paper.tax') },
            { id: 'base', header: t('paper.base'), align: 'end' },
            { id: 'amount', header: t('paper.amount'), align: 'end' },
          ]}
          rows={note.taxes.map((tax) => ({
            id: `${tax.sellerName} ${tax.category} ${tax.ratePercent}`,
            cells: {
              tax: t('preview.taxOf', {
                ...{ seller: tax.sellerName, category: tax.category, rate: tax.ratePercent },
              }),
              base: money(tax.base),
              amount: money(tax.amount),
            },
          }))}
          footer={{ tax: t('paper.total'), amount: money(note.total) }}
        />
      </Section>
      <Section title={t('paper.documents')} description={t('paper.documentsHint')}>
        <PlainTable
          caption={t('paper.documents')}
          columns={[
            { id: 'number', header: t('table.number') },
            { id: 'seller', header: t('paper.seller') },
            { id: 'corrects', header: t('paper.corrects') },
            { id: 'net', header: t('paper.net'), align: 'end' },
            { id: 'tax', header: t('paper.tax'), align: 'end' },
            { id: 'total', header: t('paper.total'), align: 'end' },
          ]}
          rows={note.documents.map((document) => ({
            id: document.number,
            cells: {
              number: (
                <EInvoiceNumber
                  number={document.number}
                  href={`/api/v1/credit-notes/${note.id}.xml?seller=${document.seller}`}
                />
              ),
              seller: document.sellerName,
              corrects: (
                <>
                  {document.corrects.number}, <DateText value={document.corrects.issuedOn} />
                </>
              ),
              net: money(document.net),
              tax: money(document.tax),
              total: money(document.total),
            },
          }))}
        />
      </Section>
      <p className="text-xs break-all text-ink-muted">{t('paper.hash', { hash: note.contentHash })}</p>
    </div>
  );
}
