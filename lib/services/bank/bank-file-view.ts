import { sumEntries } from '@/lib/db/bank-entries';
import { type BankEntryState, type BankFileRow, findBankFile, listStatements } from '@/lib/db/bank-files';
import type { Sql } from '@/lib/db/tenant';
import { maskedAccount } from '@/lib/domain/settlement/iban';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';

export type BankFileView = BankFileRow & {
  /** Masked accounts; amounts as decimal text, null where the bank says none. */
  statements: {
    id: string;
    kind: 'statement' | 'notification';
    reference: string;
    account: string;
    currency: string | null;
    fromOn: string | null;
    toOn: string | null;
    opening: string | null;
    booked: string;
    closing: string | null;
    /** "0.00" when opening and entries come to closing. */
    difference: string | null;
  }[];
  /** Entries by state and currency: they sum to all in the file. */
  sums: { state: BankEntryState; currency: string | null; entries: number; amount: string | null }[];
};

/** Fails: `not_found`. */
export async function readBankFileView(sql: Sql, id: string): Promise<BankFileView> {
  const file = await findBankFile(sql, id);
  if (!file) throw notFound('The bank file');
  const statements = await listStatements(sql, id);
  const sums = await sumEntries(sql, id);
  return {
    ...file,
    receivedBy: file.receivedBy.slice(file.receivedBy.indexOf(' ') + 1),
    statements: statements.map((statement) => {
      const { currency, openingMinor, closingMinor, bookedMinor, differenceMinor, ...head } = statement;
      const text = (minor: bigint | null) =>
        minor === null || currency === null ? null : moneyOf(currency)(minor);
      return {
        ...{ id: head.id, kind: head.kind, reference: head.reference, account: maskedAccount(head.account) },
        ...{
          currency,
          fromOn: head.fromOn,
          toOn: head.toOn,
          opening: text(openingMinor),
          closing: text(closingMinor),
        },
        ...{ booked: text(bookedMinor) ?? String(bookedMinor), difference: text(differenceMinor) },
      };
    }),
    sums: sums.map(({ state, currency, entries, amountMinor }) => ({
      ...{ state, currency, entries },
      amount: currency === null ? null : moneyOf(currency)(amountMinor),
    })),
  };
}
