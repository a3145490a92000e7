import { createTranslator } from 'use-intl/core';
import type { BillDocument, DocumentParty } from '@/lib/documents/bill-document';
import { renderTypst } from '@/lib/documents/pdf/render-typst';
import { formatDate } from '@/lib/format/date';
import type { Messages } from '@/lib/format/messages';
import { formatMoney } from '@/lib/format/money';
import { formatPeriod } from '@/lib/format/period';
import { formatQuantity } from '@/lib/format/quantity';

/**
 * The bill on A4, PDF/A-3b. `messages` are the locale's own (`loadMessages`). The same issued bill gives the same
 * bytes: the document's date is the day of issue; a draft carries the epoch.
 */
export function billPdf(bill: BillDocument, messages: Messages): Uint8Array {
  const createdAt = `${bill.issuedOn ?? '1970-01-01'}T00:00:00Z`;
  return renderTypst('bill.typ', printedBill(bill, messages), createdAt);
}

/** Everything the template places, in the reader's language. */
function printedBill(bill: BillDocument, messages: Messages) {
  const t = createTranslator({ locale: bill.locale, messages, namespace: 'document' }) as Translate;
  const money = (amount: string) => formatMoney(amount, bill.currency, bill.locale);
  const date = (on: string | null) => (on ? formatDate(on, bill.locale, 'long') : t('notYet'));
  const title = bill.number ? t('title', { number: bill.number }) : t('draftTitle');
  return {
    language: bill.locale,
    title,
    footer: [title, bill.contentHash ? t('hash', { hash: bill.contentHash }) : t('draftFooter')].join(' · '),
    labels: Object.fromEntries(labels.map((key) => [key, t(`labels.${key}`)])),
    operator: printedParty(bill.operator),
    buyer: printedParty(bill.buyer),
    facts: [
      { label: t('labels.account'), value: bill.buyer.accountNumber },
      { label: t('labels.period'), value: formatPeriod(bill.period.from, bill.period.to, bill.locale) },
      { label: t('labels.issuedOn'), value: date(bill.issuedOn) },
      { label: t('labels.dueOn'), value: date(bill.dueOn) },
    ],
    dueSentence: bill.dueOn ? t('dueSentence', { date: date(bill.dueOn) }) : t('draftFooter'),
    net: money(bill.net),
    tax: money(bill.tax),
    total: money(bill.total),
    amountDue: money(bill.amountDue),
    sections: bill.sections.map((section) => ({
      supplier: section.supplier,
      role: t(`role.${section.role}`),
      net: money(section.net),
      lines: section.lines.map((line) => ({
        description: line.description,
        period: formatPeriod(line.period.from, line.period.to, bill.locale),
        quantity:
          line.quantity === null ? '' : formatQuantity(line.quantity, bill.locale, line.unit ?? undefined),
        amount: money(line.amount),
        explanation: line.explanation,
      })),
    })),
    taxes: bill.taxes.map((tax) => ({
      label: t('taxLine', { seller: tax.seller, category: tax.category, rate: tax.ratePercent }),
      reason: tax.reason,
      base: money(tax.base),
      amount: money(tax.amount),
    })),
    invoices: bill.invoices.map((invoice) => ({
      seller: invoice.seller.legalName,
      vatId: invoice.seller.vatId,
      number: invoice.number ?? t('notYet'),
      net: money(invoice.net),
      tax: money(invoice.tax),
      total: money(invoice.total),
    })),
  };
}

type Translate = (key: string, values?: Record<string, string>) => string;

const labels = [
  'page',
  'vatId',
  'from',
  'to',
  'amountDue',
  'description',
  'period',
  'quantity',
  'amount',
  'taxes',
  'net',
  'tax',
  'total',
  'invoices',
] as const;

const printedParty = (party: DocumentParty) => ({
  name: party.name,
  legalName: party.legalName,
  vatId: party.vatId,
  addressLines: party.addressLines,
});
