import { type BankEntryRow, listEntries } from '@/lib/db/bank-entries';
import { type BankFileRow, listBankFiles as listFileRows } from '@/lib/db/bank-files';
import { suggestAccounts } from '@/lib/db/bank-matching';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { maskedAccount } from '@/lib/domain/settlement/iban';
import { type BankFileView, readBankFileView } from '@/lib/services/bank/bank-file-view';
import { numbersOf } from '@/lib/services/bank/match-credits';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Files of banks, the latest first. */
export async function listBankFiles(ctx: ServiceContext, query: ListQuery): Promise<Page<BankFileRow>> {
  authorise(ctx, 'bank-file.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listFileRows(sql, query));
  return { ...page, data: page.data.map((file) => ({ ...file, receivedBy: nameOf(file.receivedBy) })) };
}

/** A file with its statements and what became of its entries. Fails: `not_found`. */
export async function getBankFile(ctx: ServiceContext, id: string): Promise<BankFileView> {
  authorise(ctx, 'bank-file.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readBankFileView(sql, id));
}

export type BankEntryView = {
  id: string;
  file: { id: string; name: string };
  /** In its file, from nought. */
  position: number;
  kind: 'entry' | 'status';
  bookedOn: string;
  /** Signed decimal text: above zero came in. Null where a status report names none. */
  amount: string | null;
  currency: string | null;
  state: BankEntryRow['state'];
  why: string | null;
  whyDetails: Record<string, unknown> | null;
  payer: { name: string | null /** Masked. */; account: string | null };
  text: string | null;
  references: readonly string[];
  endToEndId: string | null;
  bankReference: string | null;
  batchCount: number | null;
  payment: BankEntryRow['payment'];
  decidedBy: string | null;
};

/** Entries of all files, or of one, the latest booked first; filters `file`, `state`, `entry`. */
export async function listBankEntries(ctx: ServiceContext, query: ListQuery): Promise<Page<BankEntryView>> {
  authorise(ctx, 'bank-file.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listEntries(sql, query));
  return { ...page, data: page.data.map(entryView) };
}

export type Suggestion = {
  account: { id: string; number: string; name: string; customer: string };
  by: 'reference' | 'payer_account' | 'payer_name' | 'amount' | 'similar_name';
  bill: { id: string; number: string; open: string } | null;
};

/** One entry, with whose money it may be while nobody has said. Null when there is none. */
export async function getBankEntry(
  ctx: ServiceContext,
  id: string,
): Promise<{ entry: BankEntryView; suggestions: Suggestion[] } | null> {
  authorise(ctx, 'bank-file.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const query = { q: '', sort: null, filters: { entry: [id] }, after: null, pageSize: 1 };
    const [row] = (await listEntries(sql, query)).data;
    if (!row) return null;
    const entry = entryView(row);
    const { amountMinor, currency, payerAccount, payerName } = row;
    if (row.state !== 'unmatched' || row.payment === null || amountMinor === null || currency === null) {
      return { entry, suggestions: [] };
    }
    const asked = { numbers: numbersOf(row), payerAccount, payerName, amountMinor, currency };
    const found = await suggestAccounts(sql, asked);
    const suggestions = found.map(({ accountId, number, name, customer, by, bill }) => ({
      ...{ account: { id: accountId, number, name, customer }, by },
      bill: bill && { id: bill.id, number: bill.number, open: moneyOf(currency)(BigInt(bill.openMinor)) },
    }));
    return { entry, suggestions };
  });
}

const nameOf = (actor: string): string => actor.slice(actor.indexOf(' ') + 1);

function entryView(row: BankEntryRow): BankEntryView {
  const { amountMinor, currency, payerName, payerAccount, details, decidedBy } = row;
  return {
    ...{
      id: row.id,
      file: row.file,
      position: row.position,
      kind: row.kind,
      bookedOn: row.bookedOn,
      currency,
      state: row.state,
    },
    amount: amountMinor === null || currency === null ? null : moneyOf(currency)(amountMinor),
    ...{ why: row.why, whyDetails: row.whyDetails, references: row.references, payment: row.payment },
    payer: { name: payerName, account: payerAccount && maskedAccount(payerAccount) },
    ...{ text: row.remittance ?? details.text, endToEndId: row.endToEndId, bankReference: row.bankReference },
    ...{ batchCount: details.batchCount, decidedBy: decidedBy && nameOf(decidedBy) },
  };
}
