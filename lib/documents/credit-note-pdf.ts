import { createTranslator } from 'use-intl/core';
import { printedParty } from '@/lib/documents/bill-pdf';
import type { CreditNoteDocument } from '@/lib/documents/credit-note-document';
import { renderTypst } from '@/lib/documents/pdf/render-typst';
import { formatDate } from '@/lib/format/date';
import { defaultLocale, isLocale } from '@/lib/format/locales';
import { loadMessages, type Messages } from '@/lib/format/messages';
import { formatMoney } from '@/lib/format/money';
import { formatPeriod } from '@/lib/format/period';

/** The credit note on A4, PDF/A-3b, on the bill's own sheet, in the language of its account; the same one gives the same bytes. */
export async function creditNotePdf(note: CreditNoteDocument): Promise<Uint8Array> {
  const locale = isLocale(note.language) ? note.language : defaultLocale;
  const printed = printedNote(note, locale, await loadMessages(locale));
  return renderTypst('bill.typ', printed, `${note.issuedOn}T00:00:00Z`);
}

/** What the bill's template places, in the words of a credit note. */
function printedNote(note: CreditNoteDocument, locale: string, messages: Messages) {
  const t = createTranslator({ locale, messages, namespace: 'document' }) as Translate;
  const money = (amount: string) => formatMoney(amount, note.currency, locale);
  const date = (on: string) => formatDate(on, locale, 'long');
  const title = t('creditNote.title', { number: note.number });
  const suppliers = [...new Set(note.lines.map(({ supplier }) => supplier))];
  const label = (key: string) => t(`labels.${key}`);
  return {
    language: locale,
    title,
    footer: [title, t('hash', { hash: note.contentHash })].join(' · '),
    labels: {
      ...Object.fromEntries(shared.map((key) => [key, label(key)])),
      ...Object.fromEntries(own.map((key) => [key, t(`creditNote.labels.${key}`)])),
    },
    operator: printedParty(note.operator, locale),
    buyer: printedParty(note.buyer, locale),
    facts: [
      { label: label('account'), value: note.buyer.accountNumber },
      { label: t('creditNote.labels.bill'), value: note.billNumber },
      { label: label('issuedOn'), value: date(note.issuedOn) },
    ],
    dueSentence: note.reason,
    net: money(note.net),
    tax: money(note.tax),
    total: money(note.total),
    amountDue: money(note.freed),
    headline: money(note.total),
    sections: suppliers.map((supplier) => ({
      ...{ supplier, role: '', net: '' },
      lines: note.lines
        .filter((line) => line.supplier === supplier)
        .map((line) => ({
          description: line.description,
          period: formatPeriod(line.period.from, line.period.to, locale),
          quantity: money(line.billed),
          amount: money(line.amount),
          explanation: [],
        })),
    })),
    taxes: note.taxes.map((tax) => ({
      label: t('taxLine', { seller: tax.sellerName, category: tax.category, rate: tax.ratePercent }),
      reason: tax.reason,
      base: money(tax.base),
      amount: money(tax.amount),
    })),
    invoices: note.documents.map(({ seller, number, corrects, net, tax, total }) => ({
      seller: t('creditNote.corrects', {
        ...{ seller: seller.legalName, number: corrects.number, date: date(corrects.issuedOn) },
      }),
      ...{ vatId: seller.vatId, number, net: money(net), tax: money(tax), total: money(total) },
    })),
  };
}

type Translate = (key: string, values?: Record<string, string>) => string;

const shared = 'page vatId from to description period amount taxes net tax total'.split(' ');
const own = ['amountDue', 'headline', 'quantity', 'invoices'];
