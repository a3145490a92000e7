import type { ListQuery, Page } from '@/lib/db/keyset';
import { type LedgerKey, listLedgerEntries, readPartyBalance } from '@/lib/db/ledger-reads';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { LEDGER_ACCOUNTS } from '@/lib/domain/ledger/accounts';
import { isCurrency } from '@/lib/domain/money/currency';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { balanceOf, type PartyBalance } from '@/lib/services/ledger/read-balances';

export type LedgerEntry = {
  id: string;
  journalId: string;
  billingAccountId: string;
  event: string;
  bill: { id: string; number: string | null } | null;
  bookedOn: string;
  debit: string | null;
  credit: string | null;
};

/** One account of one party with what happened to it, the latest first. Filters as `listLedgerEntries`. Fails: `not_found`. */
export async function readLedgerAccount(
  ctx: ServiceContext,
  key: LedgerKey,
  query: ListQuery,
): Promise<{ balance: PartyBalance; entries: Page<LedgerEntry> }> {
  authorise(ctx, 'ledger.read');
  if (!(LEDGER_ACCOUNTS as readonly string[]).includes(key.account) || !isCurrency(key.currency)) {
    throw notFound('The account');
  }
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { party, ...sums } = await readPartyBalance(sql, key);
    if (sums.postings === 0n) throw notFound('The account');
    const page = await listLedgerEntries(sql, key, query);
    const money = moneyOf(key.currency);
    const side = (minor: bigint) => (minor === 0n ? null : money(minor));
    return {
      balance: { ...balanceOf({ ...key, ...sums }), partyId: key.partyId, party },
      entries: {
        ...page,
        data: page.data.map(
          ({ id, journalId, billingAccountId, event, billId, billNumber, bookedOn, ...sides }) => ({
            ...{ id, journalId, billingAccountId, event, bookedOn },
            bill: billId === null ? null : { id: billId, number: billNumber },
            ...{ debit: side(sides.debitMinor), credit: side(sides.creditMinor) },
          }),
        ),
      },
    };
  });
}
