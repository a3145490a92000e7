import { createTranslator } from 'use-intl/core';
import type { DocumentParty } from '@/lib/documents/bill-document';
import { printedParty } from '@/lib/documents/bill-pdf';
import { renderTypst } from '@/lib/documents/pdf/render-typst';
import { formatDate } from '@/lib/format/date';
import { defaultLocale, isLocale } from '@/lib/format/locales';
import { loadMessages, type Messages } from '@/lib/format/messages';
import { formatMoney } from '@/lib/format/money';

/** A debit note as its document needs it: plain strings, decided elsewhere. */
export type DebitNoteDocument = {
  language: string;
  number: string;
  currency: string;
  amount: string;
  issuedOn: string;
  dueOn: string;
  /** What the bank said. */
  reason: string;
  operator: DocumentParty;
  buyer: DocumentParty & { accountNumber: string };
  /** What was given back and then taken back. */
  payment: { receivedOn: string; reference: string };
  takenBackOn: string;
};

/**
 * The debit note on A4, PDF/A-3b, on the bill's own sheet, in the language of its account; the same one gives the same bytes. It claims
 * money, and says that it is no invoice: without a supply there is no VAT, and no e-invoice of type 383 either.
 */
export async function debitNotePdf(note: DebitNoteDocument): Promise<Uint8Array> {
  const locale = isLocale(note.language) ? note.language : defaultLocale;
  const printed = printedNote(note, locale, await loadMessages(locale));
  return renderTypst('bill.typ', printed, `${note.issuedOn}T00:00:00Z`);
}

/** What the bill's template places, in the words of a debit note. */
function printedNote(note: DebitNoteDocument, locale: string, messages: Messages) {
  const document = createTranslator({ locale, messages, namespace: 'document' }) as Translate;
  const t = createTranslator({ locale, messages, namespace: 'document.debitNote' }) as Translate;
  const date = (on: string) => formatDate(on, locale, 'long');
  const amount = formatMoney(note.amount, note.currency, locale);
  const { number, payment, buyer } = note;
  const title = t('title', { number });
  const label = (key: string) => document(`labels.${key}`);
  const paid = { date: date(payment.receivedOn), reference: payment.reference };
  return {
    language: locale,
    title,
    footer: title,
    labels: {
      ...Object.fromEntries(shared.map((key) => [key, label(key)])),
      ...Object.fromEntries(own.map((key) => [key, t(`labels.${key}`)])),
    },
    operator: printedParty(note.operator, locale),
    buyer: printedParty(buyer, locale),
    facts: [
      { label: label('account'), value: buyer.accountNumber },
      { label: label('issuedOn'), value: date(note.issuedOn) },
      { label: label('dueOn'), value: date(note.dueOn) },
    ],
    dueSentence: t('dueSentence', { date: date(note.dueOn), number }),
    ...{ net: amount, tax: t('none'), total: amount, amountDue: amount, headline: amount },
    sections: [
      {
        ...{ supplier: t('claim'), role: '', net: '' },
        lines: [
          {
            description: t(payment.reference === '' ? 'line' : 'lineOf', paid),
            period: formatDate(note.takenBackOn, locale),
            quantity: '',
            amount,
            explanation: [note.reason],
          },
        ],
      },
    ],
    taxes: [{ label: t('noTax'), reason: t('noTaxReason'), base: '', amount: '' }],
    invoices: [],
  };
}

type Translate = (key: string, values?: Record<string, string>) => string;

const shared = 'page vatId from to description amount tax total'.split(' ');
const own = 'headline amountDue net taxes period quantity invoices'.split(' ');
