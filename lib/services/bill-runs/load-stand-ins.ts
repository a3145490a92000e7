import type { BilledAccountRow, InputPeriod } from '@/lib/db/billing-inputs';
import {
  type OpenEstimateRow,
  type PartnerNetRow,
  readAcceptedPartners,
  readMappedPartners,
  readOpenEstimates,
  readPartnerNets,
} from '@/lib/db/estimates';
import type { Sql } from '@/lib/db/tenant';
import type { Currency } from '@/lib/domain/money/currency';
import { exactFromDecimal, toMinor } from '@/lib/domain/money/exact';
import type { BillingReference, LatePartner } from '@/lib/services/bill-runs/billing-reference';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';
import { groupBy } from '@/lib/services/group-by';

/** What stands in on an account's bill for partners' bills that have not come, and what of it goes back. */
export type StandIns = { missing: readonly MissingPartner[]; openEstimates: readonly OpenEstimateRow[] };

/** A late partner with this account among its customers. */
export type MissingPartner = {
  partnerId: string;
  /** Its nets for the account in its last cycles, as `usualNet` takes them. */
  netsMinor: readonly (bigint | null)[];
  /** The one that most of them are in. */
  taxClass: string;
};

/**
 * Reads it for the accounts that have any: of a cycle that every partner has billed, one look-up that finds nothing. A bill that was
 * accepted since `reference` was read is not missing.
 */
export async function loadStandIns(
  sql: Sql,
  accounts: readonly Pick<BilledAccountRow, 'id' | 'currency'>[],
  { cycleId, kind = 'cycle', ownBillIds = NONE }: InputPeriod,
  reference: BillingReference,
  options: { lock: boolean },
): Promise<ReadonlyMap<string, StandIns>> {
  const accountIds = accounts.map(({ id }) => id);
  const openEstimates = groupBy(
    await readOpenEstimates(sql, accountIds, ownBillIds, options),
    ({ billingAccountId }) => billingAccountId,
  );
  // A bill that is not a whole cycle's waits for nobody.
  const late = kind === 'cycle' && cycleId !== null ? reference.latePartners : NO_PARTNERS;
  const missing = late.size === 0 ? NOBODY : await loadMissing(sql, accounts, cycleId!, late);
  return new Map(
    [...new Set([...openEstimates.keys(), ...missing.keys()])].map((id) => [
      id,
      { missing: missing.get(id) ?? [], openEstimates: openEstimates.get(id) ?? [] },
    ]),
  );
}

const NONE: ReadonlySet<string> = new Set();
const NO_PARTNERS: BillingReference['latePartners'] = new Map();
const NOBODY: ReadonlyMap<string, MissingPartner[]> = new Map();

async function loadMissing(
  sql: Sql,
  accounts: readonly Pick<BilledAccountRow, 'id' | 'currency'>[],
  cycleId: string,
  late: BillingReference['latePartners'],
): Promise<Map<string, MissingPartner[]>> {
  const accountIds = accounts.map(({ id }) => id);
  const come = await readAcceptedPartners(sql, cycleId, [...late.keys()]);
  const partners = [...late].filter(([partnerId]) => !come.has(partnerId));
  const earlier = partners.flatMap(([partnerId, partner]) =>
    partner.earlier.map((cycle) => ({ partnerId, ...cycle })),
  );
  const nets = groupBy(await readPartnerNets(sql, accountIds, earlier), pairOf);
  const mapped = await readMappedPartners(
    sql,
    accountIds,
    partners.map(([partnerId]) => partnerId),
  );
  const served = new Set(mapped.map(pairOf));

  const missing = new Map<string, MissingPartner[]>();
  for (const { id, currency } of accounts) {
    const ofAccount = partners.flatMap(([partnerId, partner]) => {
      const pair = pairOf({ billingAccountId: id, partnerId });
      const rows = nets.get(pair);
      if (rows === undefined && !served.has(pair)) return [];
      return [{ partnerId, ...netsOf(rows ?? [], partner, currency as Currency) }];
    });
    if (ofAccount.length > 0) missing.set(id, ofAccount);
  }
  return missing;
}

const pairOf = ({ billingAccountId, partnerId }: { billingAccountId: string; partnerId: string }): string =>
  `${billingAccountId} ${partnerId}`;

/** Each sum is rounded as the bill line it became was. */
function netsOf(
  rows: readonly PartnerNetRow[],
  { earlier }: LatePartner,
  currency: Currency,
): Pick<MissingPartner, 'netsMinor' | 'taxClass'> {
  const byCycle = new Map<number, bigint>();
  const byClass = new Map<string, bigint>();
  for (const { n, taxClass, sums } of rows) {
    const net = sums.reduce((sum, text) => sum + toMinor(exactFromDecimal(decimalOf(text)), currency), 0n);
    byCycle.set(n, (byCycle.get(n) ?? 0n) + net);
    byClass.set(taxClass, (byClass.get(taxClass) ?? 0n) + net);
  }
  const [most] = [...byClass].sort(
    ([a, x], [b, y]) => compare(magnitude(y), magnitude(x)) || (a < b ? -1 : 1),
  );
  return { netsMinor: earlier.map(({ n }) => byCycle.get(n) ?? null), taxClass: most?.[0] ?? 'standard' };
}

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
