import type { ListQuery, Page } from '@/lib/db/keyset';
import {
  EVERY_CUSTOMER,
  type LedgerBalanceRow,
  listCustomerBalances,
  readLedgerBalances,
} from '@/lib/db/ledger-reads';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { LEDGER_ACCOUNTS, type LedgerAccount, NORMAL_SIDE } from '@/lib/domain/ledger/accounts';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';

export type LedgerBalance = {
  account: string;
  currency: string;
  postings: string;
  debit: string;
  credit: string;
  /** On the side on which the account grows; below zero, on the other. */
  balance: string;
  side: 'debit' | 'credit';
};

export type PartyBalance = LedgerBalance & { partyId: string; party: string | null };

export type TrialBalance = {
  currency: string;
  debit: string;
  credit: string;
  /** Debits less credits: nothing, or the books are broken. */
  difference: string;
  reconciles: boolean;
  accounts: LedgerBalance[];
};

/** The accounts of the books with their balances, per currency; debits and credits of each currency are the same. */
export async function readTrialBalance(ctx: ServiceContext): Promise<TrialBalance[]> {
  authorise(ctx, 'ledger.read');
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => readLedgerBalances(sql));
  return [...groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => {
    const money = moneyOf(currency);
    const sum = (of: readonly LedgerBalanceRow[], side: 'debitMinor' | 'creditMinor') =>
      of.reduce((total, row) => total + row[side], 0n);
    const [debitMinor, creditMinor] = [sum(own, 'debitMinor'), sum(own, 'creditMinor')];
    const byAccount = groupBy(own, ({ account }) => account);
    return {
      ...{ currency, debit: money(debitMinor), credit: money(creditMinor) },
      ...{ difference: money(debitMinor - creditMinor), reconciles: debitMinor === creditMinor },
      accounts: LEDGER_ACCOUNTS.flatMap((account) => {
        const of = byAccount.get(account);
        if (!of) return [];
        const postings = of.reduce((total, row) => total + row.postings, 0n);
        const sums = { debitMinor: sum(of, 'debitMinor'), creditMinor: sum(of, 'creditMinor') };
        return [balanceOf({ account, currency, postings, ...sums })];
      }),
    };
  });
}

/** One account by party, the largest accounts of customers by name, a page at a time. Fails: `not_found`. */
export async function listPartyBalances(
  ctx: ServiceContext,
  { account, currency }: { account: string; currency: string },
  query: ListQuery,
): Promise<Page<PartyBalance> & { ofCustomers: boolean }> {
  authorise(ctx, 'ledger.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const rows = await readLedgerBalances(sql, { account, currency });
    if (rows.length === 0) throw notFound('The account');
    const ofCustomers = rows.some(({ partyId }) => partyId === EVERY_CUSTOMER);
    if (!ofCustomers) return { data: rows.map(partyBalance), nextCursor: null, ofCustomers };
    const page = await listCustomerBalances(sql, { account, currency }, query);
    return {
      ...page,
      data: page.data.map((row) => partyBalance({ ...row, account, currency })),
      ofCustomers,
    };
  });
}

/** All balances by account, party and currency; customers' accounts as one sum each. Filters `account`, `currency`. */
export async function listBalances(
  ctx: ServiceContext,
  filters: { account?: string | undefined; currency?: string | undefined },
): Promise<PartyBalance[]> {
  authorise(ctx, 'ledger.read');
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => readLedgerBalances(sql, filters));
  return rows.map(partyBalance);
}

type Sums = Pick<LedgerBalanceRow, 'account' | 'currency' | 'postings' | 'debitMinor' | 'creditMinor'>;

export function balanceOf({ account, currency, postings, debitMinor, creditMinor }: Sums): LedgerBalance {
  const money = moneyOf(currency);
  const side = NORMAL_SIDE[account as LedgerAccount];
  const balanceMinor = side === 'debit' ? debitMinor - creditMinor : creditMinor - debitMinor;
  return {
    ...{ account, currency, postings: String(postings), side },
    ...{ debit: money(debitMinor), credit: money(creditMinor), balance: money(balanceMinor) },
  };
}

const partyBalance = (row: Sums & { partyId: string; party: string | null }): PartyBalance => ({
  ...balanceOf(row),
  ...{ partyId: row.partyId, party: row.party },
});
