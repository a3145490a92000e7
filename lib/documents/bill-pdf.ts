import { createTranslator } from 'use-intl/core';
import type { BillDocument, DocumentParty } from '@/lib/documents/bill-document';
import { renderTypst } from '@/lib/documents/pdf/render-typst';
import { formatDate } from '@/lib/format/date';
import { type ExplainTranslator, explainSteps } from '@/lib/format/explain-step';
import { defaultLocale, isLocale } from '@/lib/format/locales';
import { loadMessages, type Messages } from '@/lib/format/messages';
import { formatMoney } from '@/lib/format/money';
import { formatPeriod } from '@/lib/format/period';
import { formatQuantity } from '@/lib/format/quantity';

/**
 * The bill on A4, PDF/A-3b, in the language of its account. The same issued bill gives the same bytes: the document's date is
 * the day of issue; a draft carries the epoch.
 */
export async function billPdf(bill: BillDocument): Promise<Uint8Array> {
  const locale = isLocale(bill.language) ? bill.language : defaultLocale;
  const createdAt = `${bill.issuedOn ?? '1970-01-01'}T00:00:00Z`;
  return renderTypst('bill.typ', printedBill(bill, locale, await loadMessages(locale)), createdAt);
}

/** Everything the template places, in the reader's language. */
function printedBill(bill: BillDocument, locale: string, messages: Messages) {
  const t = createTranslator({ locale, messages, namespace: 'document' }) as Translate;
  const explain = createTranslator({
    locale,
    messages,
    namespace: 'explain',
  }) as unknown as ExplainTranslator;
  const money = (amount: string) => formatMoney(amount, bill.currency, locale);
  const date = (on: string | null) => (on ? formatDate(on, locale, 'long') : t('notYet'));
  const title = bill.number ? t('title', { number: bill.number }) : t('draftTitle');
  return {
    language: locale,
    title,
    footer: [title, bill.contentHash ? t('hash', { hash: bill.contentHash }) : t('draftFooter')].join(' · '),
    labels: {
      ...Object.fromEntries(labels.map((key) => [key, t(`labels.${key}`)])),
      headline: t('labels.amountDue'),
    },
    operator: printedParty(bill.operator, locale),
    buyer: printedParty(bill.buyer, locale),
    facts: [
      { label: t('labels.account'), value: bill.buyer.accountNumber },
      { label: t('labels.period'), value: formatPeriod(bill.period.from, bill.period.to, locale) },
      { label: t('labels.issuedOn'), value: date(bill.issuedOn) },
      { label: t('labels.dueOn'), value: date(bill.dueOn) },
    ],
    dueSentence: bill.dueOn ? t('dueSentence', { date: date(bill.dueOn) }) : t('draftFooter'),
    net: money(bill.net),
    tax: money(bill.tax),
    total: money(bill.total),
    amountDue: money(bill.amountDue),
    headline: money(bill.amountDue),
    sections: bill.sections.map((section) => ({
      supplier: section.supplier,
      role: t(`role.${section.role}`),
      net: money(section.net),
      lines: section.lines.map((line) => ({
        description: line.description,
        period: formatPeriod(line.period.from, line.period.to, locale),
        quantity: line.quantity === null ? '' : formatQuantity(line.quantity, locale, line.unit ?? undefined),
        amount: money(line.amount),
        explanation: explainSteps(line.steps, explain, { currency: bill.currency, locale, unit: line.unit }),
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

/** A party as the templates place it. */
export function printedParty({ name, legalName, vatId, country, address }: DocumentParty, locale: string) {
  const countryName = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  const { street, postcode, town } = address;
  return { name, legalName, vatId, addressLines: [street, `${postcode} ${town}`, countryName] };
}
