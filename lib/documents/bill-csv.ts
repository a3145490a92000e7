import type { BillDocument } from '@/lib/documents/bill-document';
import { csvRow } from '@/lib/documents/csv';

/** The bill's lines as CSV (RFC 4180, UTF-8): a row a line, then the taxes; amounts plain decimals, for machines. */
export function billCsv(bill: BillDocument): string {
  const rows: (string | null)[][] = [columns];
  for (const section of bill.sections) {
    for (const line of section.lines) {
      const { from, to } = line.period;
      rows.push([
        'line',
        bill.number,
        section.supplier,
        line.description,
        from,
        to,
        line.quantity,
        line.unit,
        line.amount,
        bill.currency,
        earlierBillOf(line),
      ]);
    }
  }
  for (const tax of bill.taxes) {
    const label = `${tax.category} ${tax.ratePercent} %`;
    const { from, to } = bill.period;
    rows.push([
      'tax',
      bill.number,
      tax.seller,
      label,
      from,
      to,
      tax.base,
      null,
      tax.amount,
      bill.currency,
      null,
    ]);
  }
  return rows.map(csvRow).join('');
}

/** The bill that a line corrects or adjusts something of. */
const earlierBillOf = ({ steps }: BillDocument['sections'][number]['lines'][number]): string | null =>
  steps.find(({ code }) => code === 'adjustment_of' || code === 'true_up_of')?.bill ?? null;

const columns = [
  'record',
  'bill',
  'supplier',
  'description',
  'from',
  'to',
  'quantity',
  'unit',
  'amount',
  'currency',
  'refers_to_bill',
];
