import { addDecimal, DECIMAL_ZERO, type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';

/** What a bill is checked on; decimal strings in one currency. */
export type ProvenBill = {
  net: string;
  tax: string;
  total: string;
  sections: readonly { lines: readonly { amount: string }[] }[];
  taxes: readonly { amount: string }[];
  /** Null for those who may not know who gets what. */
  books: {
    shares: readonly { amount: string }[];
    postings: readonly { account: string; debit: string; credit: string }[];
  } | null;
};

/** One equation of the proof: two sums that must be the same amount. */
export type ProofRow = {
  code: 'lines' | 'tax' | 'total' | 'shares' | 'receivable' | 'books';
  left: string;
  right: string;
  holds: boolean;
};

/**
 * Adds a bill up again from its parts, apart from the code that wrote it: Σ lines = net, Σ tax = tax, net + tax = total, Σ shares
 * + tax = total, Σ receivable = total, Σ debit = Σ credit. Exact decimals, no rounding. A draft has no postings yet, so the last
 * two are not there.
 */
export function proveBill(bill: ProvenBill): ProofRow[] {
  const lines = sum(bill.sections.flatMap((section) => section.lines.map(({ amount }) => amount)));
  const taxes = sum(bill.taxes.map(({ amount }) => amount));
  const total = decimal(bill.total);
  const rows = [
    row('lines', lines, decimal(bill.net)),
    row('tax', taxes, decimal(bill.tax)),
    row('total', addDecimal(lines, taxes), total),
  ];
  if (!bill.books) return rows;
  const { shares, postings } = bill.books;
  rows.push(row('shares', addDecimal(sum(shares.map(({ amount }) => amount)), taxes), total));
  if (postings.length === 0) return rows;
  const debits = sum(postings.map(({ debit }) => debit));
  const credits = sum(postings.map(({ credit }) => credit));
  const receivable = postings.filter(({ account }) => account === 'receivable');
  const owed = subtract(
    sum(receivable.map(({ debit }) => debit)),
    sum(receivable.map(({ credit }) => credit)),
  );
  return [...rows, row('receivable', owed, total), row('books', debits, credits)];
}

const sum = (amounts: readonly string[]): Decimal =>
  amounts.reduce((total, amount) => addDecimal(total, decimal(amount)), DECIMAL_ZERO);

const subtract = (a: Decimal, b: Decimal): Decimal => (a - b) as Decimal;

const row = (code: ProofRow['code'], left: Decimal, right: Decimal): ProofRow => ({
  code,
  left: formatDecimal(left),
  right: formatDecimal(right),
  holds: left === right,
});
