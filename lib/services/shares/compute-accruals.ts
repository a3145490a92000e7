import {
  type AccrualRow,
  type AccrualSpec,
  listCycleSpecs,
  listSpecAccounts,
  replaceAccruals,
} from '@/lib/db/partner-accruals';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { billLines } from '@/lib/domain/billing/bill-draft';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import type { TermTotals } from '@/lib/domain/settlement/terms';
import { chainFor } from '@/lib/services/bill-runs/bill-account';
import {
  type AccountSoFar,
  billsSoFar,
  type OpenPeriod,
  openPeriod,
} from '@/lib/services/bills/bills-so-far';
import { authorise, type ServiceContext } from '@/lib/services/context';

const CHUNK_ACCOUNTS = 500;

/**
 * Computes what every partner has earned of the running periods so far, over all accounts by the code that bills them, and keeps it
 * with its time: no page computes it. Terms that count over a period (graduated percentages, caps) go on from account to account, in
 * the order in which bills are issued. Answers how many accounts it went through.
 */
export async function computeAccruals(ctx: ServiceContext, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'bill-run.manage');
  const scope = scopeOf(ctx.actor);
  const rows = new Map<string, AccrualRow>();
  let accounts = 0;
  for (const spec of await withTenantSql(scope, listCycleSpecs)) {
    const open = await withTenantSql(scope, (sql) => openPeriod(sql, spec, ctx.now));
    const totals = new Map<string, TermTotals>();
    for (let after: string | null = null, isMore = true; isMore; ) {
      // What is half computed is not kept: the rows of the time before stay until the next time.
      if (signal?.aborted) return accounts;
      const ids: string[] = await withTenantSql(scope, async (sql) => {
        const chunk = await listSpecAccounts(sql, spec.id, after, CHUNK_ACCOUNTS);
        for (const account of await billsSoFar(sql, open, chunk)) add(rows, account, spec, open, totals);
        return chunk;
      });
      accounts += ids.length;
      after = ids.at(-1) ?? null;
      isMore = ids.length === CHUNK_ACCOUNTS;
    }
  }
  await withTenantSql(scope, (sql) =>
    replaceAccruals(sql, ctx.actor.operatorId, [...rows.values()], ctx.now),
  );
  return accounts;
}

function add(
  rows: Map<string, AccrualRow>,
  { bill, currency }: AccountSoFar,
  spec: AccrualSpec,
  { period, reference }: OpenPeriod,
  totals: Map<string, TermTotals>,
): void {
  if (!bill.draft) return;
  const chainOf = (line: Parameters<typeof chainFor>[0]) => chainFor(line, reference).links;
  const { bearings } = bill;
  const shares = computeBillShares(bill.draft, chainOf, totals, {
    explain: false,
    ...(bearings && { bearings }),
  });
  for (const [termId, after] of shares.totals) totals.set(termId, after);
  const lines = billLines(bill.draft);
  const seen = new Set<AccrualRow>();
  for (const [index, { shares: ofLine }] of shares.lines.entries()) {
    for (const { partyId, amountMinor } of ofLine) {
      if (partyId === reference.operatorPartyId) continue;
      const row = rowOf(rows, partyId, spec.id, period, currency);
      row.billedMinor += lines[index]!.amountMinor;
      row.shareMinor += amountMinor;
      if (!seen.has(row)) row.accounts += 1;
      seen.add(row);
    }
  }
}

function rowOf(
  rows: Map<string, AccrualRow>,
  partyId: string,
  cycleSpecId: string,
  period: { from: string; to: string },
  currency: string,
): AccrualRow {
  const key = `${partyId} ${cycleSpecId} ${currency}`;
  const row = rows.get(key) ?? {
    partyId,
    cycleSpecId,
    periodFrom: period.from,
    periodTo: period.to,
    currency,
    accounts: 0,
    billedMinor: 0n,
    shareMinor: 0n,
  };
  rows.set(key, row);
  return row;
}
