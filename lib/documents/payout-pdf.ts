import { createTranslator } from 'use-intl/core';
import type { DocumentParty } from '@/lib/documents/bill-document';
import { printedParty } from '@/lib/documents/bill-pdf';
import { renderTypst } from '@/lib/documents/pdf/render-typst';
import { formatDate } from '@/lib/format/date';
import { defaultLocale } from '@/lib/format/locales';
import { loadMessages, type Messages } from '@/lib/format/messages';
import { formatMoney } from '@/lib/format/money';
import { explainPayoutStep, type PayoutStepText } from '@/lib/format/payout-step';

/** A payout as its document needs it: plain strings, decided elsewhere; amounts in major units of its currency. */
export type PayoutDocumentText = {
  number: string | null;
  kind: 'self_billed' | 'statement';
  typeCode: string | null;
  currency: string;
  throughOn: string;
  approvedOn: string | null;
  seller: DocumentParty;
  buyer: DocumentParty;
  groups: {
    cause: string;
    rows: string;
    amount: string;
    converted: { currency: string; amount: string; payoutAmount: string }[];
  }[];
  /** How the amount came about. */
  steps: readonly PayoutStepText[];
  /** The first rows; the CSV has all. */
  rows: { cause: string; reference: string; bookedOn: string; amount: string }[];
  allRows: string;
  taxable: string;
  tax: { category: string; ratePercent: string; reason: string | null } | null;
  taxAmount: string;
  taxedTotal: string;
  amount: string;
  rates: {
    currency: string;
    rate: string;
    source: string;
    validOn: string;
    amount: string;
    payoutAmount: string;
  }[];
  contentHash: string | null;
};

/** The payout on A4, PDF/A-3b, on the bill's own sheet: seller and buyer, sums by cause, the first rows, tax, and rates. */
export async function payoutPdf(payout: PayoutDocumentText): Promise<Uint8Array> {
  const printed = printedPayout(payout, defaultLocale, await loadMessages(defaultLocale));
  return renderTypst('bill.typ', printed, `${payout.approvedOn ?? '1970-01-01'}T00:00:00Z`);
}

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** What the bill's template places, in the words of a payout. */
function printedPayout(payout: PayoutDocumentText, locale: string, messages: Messages) {
  const of = createTranslator({ locale, messages, namespace: 'document' }) as Translate;
  const t = createTranslator({ locale, messages, namespace: 'payout' }) as Translate;
  const money = (amount: string) => formatMoney(amount, payout.currency, locale);
  const date = (on: string | null) => (on ? formatDate(on, locale, 'long') : of('notYet'));
  const title = payout.number ? t(`document.${payout.kind}`, { number: payout.number }) : t('document.draft');
  const label = (key: string) => of(`labels.${key}`);
  const isInvoice = payout.kind === 'self_billed';
  const convertedText = (of: PayoutDocumentText['groups'][number]['converted'][number]) =>
    `${formatMoney(of.amount, of.currency, locale)} → ${money(of.payoutAmount)}`;
  const whyOf = (cause: string) =>
    payout.steps
      .filter(({ step }) => step === cause)
      .map((step) =>
        explainPayoutStep(step, payout.currency, locale, (key, values) => t(`page.${key}`, values)),
      )
      .filter((why) => why !== null);
  return {
    language: locale,
    title,
    footer: [
      title,
      payout.contentHash ? of('hash', { hash: payout.contentHash }) : t('document.draftFooter'),
    ].join(' · '),
    labels: {
      ...Object.fromEntries(shared.map((key) => [key, label(key)])),
      ...Object.fromEntries(own.map((key) => [key, t(`document.labels.${key}`)])),
    },
    operator: printedParty(payout.seller, locale),
    buyer: printedParty(payout.buyer, locale),
    facts: [
      { label: t('document.labels.through'), value: date(payout.throughOn) },
      { label: t('document.labels.approvedOn'), value: date(payout.approvedOn) },
      ...(payout.typeCode ? [{ label: t('document.labels.typeCode'), value: payout.typeCode }] : []),
    ],
    dueSentence: t(isInvoice ? 'document.selfBilledSentence' : 'document.statementSentence'),
    net: money(payout.taxable),
    tax: money(payout.taxAmount),
    total: money(payout.taxedTotal),
    amountDue: money(payout.amount),
    headline: money(payout.amount),
    sections: [
      {
        ...{ supplier: t('document.causes'), role: '', net: money(payout.amount) },
        lines: payout.groups.map(({ cause, rows, amount, converted }) => ({
          description: t(`cause.${cause}`),
          period: '',
          quantity: t('document.rows', { count: rows }),
          amount: money(amount),
          explanation: [...whyOf(cause), ...converted.map(convertedText)],
        })),
      },
      {
        ...{ supplier: t('document.firstRows'), net: '' },
        role: t('document.ofRows', { shown: String(payout.rows.length), all: payout.allRows }),
        lines: payout.rows.map(({ cause, reference, bookedOn, amount }) => ({
          description: `${t(`cause.${cause}`)} ${reference}`.trim(),
          period: formatDate(bookedOn, locale),
          quantity: '',
          amount: money(amount),
          explanation: [],
        })),
      },
    ],
    taxes: payout.tax
      ? [
          {
            label: of('taxLine', {
              ...{ seller: payout.seller.name, category: payout.tax.category, rate: payout.tax.ratePercent },
            }),
            reason: payout.tax.reason,
            base: money(payout.taxable),
            amount: money(payout.taxAmount),
          },
        ]
      : [],
    invoices: payout.rates.map(({ currency, rate, source, validOn, amount, payoutAmount }) => ({
      number: `${currency} ${rate}`,
      seller: `${source}, ${formatDate(validOn, locale)}`,
      vatId: null,
      net: formatMoney(amount, currency, locale),
      tax: '',
      total: money(payoutAmount),
    })),
  };
}

const shared = 'page vatId from to description amount taxes net tax total'.split(' ');
const own = 'headline amountDue period quantity invoices'.split(' ');
