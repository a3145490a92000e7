import { csvRow } from '@/lib/documents/csv';

/** A row of a payout as its CSV has it: amounts plain decimals, for machines. */
export type PayoutCsvRow = {
  cause: string;
  bookedOn: string;
  bill: string | null;
  account: string | null;
  payout: string | null;
  words: string | null;
  currency: string;
  amount: string;
  payoutAmount: string | null;
};

/** The head of a payout's CSV (RFC 4180, UTF-8). */
export const payoutCsvHead = (): string =>
  csvRow([
    ...['payout', 'cause', 'booked_on', 'account', 'bill', 'from_payout', 'words'],
    ...['booked_currency', 'booked_amount', 'amount', 'currency'],
  ]);

/** One record a row; they sum to the payout. */
export const payoutCsvRow = (number: string | null, currency: string, row: PayoutCsvRow): string =>
  csvRow([
    ...[number, row.cause, row.bookedOn, row.account, row.bill, row.payout, row.words],
    ...[row.currency, row.amount, row.payoutAmount, currency],
  ]);
