import type { CreditNoteDocument } from '@/lib/documents/credit-note-document';
import { csvRow } from '@/lib/documents/csv';

/** A credit note's lines as CSV (RFC 4180, UTF-8), then its taxes and the documents behind it; amounts plain decimals. */
export function creditNoteCsv(note: CreditNoteDocument): string {
  const { number, billNumber, currency } = note;
  const row = (record: string, party: string, description: string, more: (string | null)[]) => [
    ...[record, number, billNumber, party, description],
    ...more,
    currency,
  ];
  return [
    columns,
    ...note.lines.map(({ supplier, description, period, billed, amount }) =>
      row('line', supplier, description, [period.from, period.to, billed, amount]),
    ),
    ...note.taxes.map(({ sellerName, category, ratePercent, base, amount }) =>
      row('tax', sellerName, `${category} ${ratePercent} %`, [null, null, base, amount]),
    ),
    ...note.documents.map((document) =>
      row('document', document.seller.legalName, `${document.number} corrects ${document.corrects.number}`, [
        ...[null, null, document.net, document.total],
      ]),
    ),
  ]
    .map(csvRow)
    .join('');
}

const columns = 'record credit_note bill party description from to base amount currency'.split(' ');
