import { errorIssue, fail, ok, type Result } from '@/lib/domain/money/issue';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { least } from '@/lib/domain/settlement/least';

/** What is open of a bill, in minor units of the money's currency; of that, `disputedMinor` is disputed. */
export type OpenBill = {
  billId: string;
  dueOn: CivilDate | string;
  openMinor: bigint;
  disputedMinor: bigint;
};

export type Allocated = { billId: string; amountMinor: bigint };

export type AllocationPlan = {
  allocations: Allocated[];
  /** What stays the account's credit. */
  creditMinor: bigint;
};

/**
 * Which bills a sum of money pays. As told, where that is said: the rest stays credit, because whoever named bills meant those. Else the
 * bills that are due first, each up to what nobody disputes, and what is left then pays disputed parts in the same order, so that who
 * pays all but what is disputed owes nothing that dunning would ask for. A bill that is settled or below nothing takes no money.
 * Fails: `bad_allocation`, `unknown_bill`, `above_open`, `above_payment`.
 * Example: 150.00 for 119.00 (20.00 disputed) due first and 50.00: 99.00 and 50.00, then 1.00 more on the first.
 */
export function allocatePayment(
  amountMinor: bigint,
  bills: readonly OpenBill[],
  told?: readonly Allocated[],
): Result<AllocationPlan> {
  return told ? asTold(amountMinor, bills, told) : ok(dueFirst(amountMinor, bills));
}

function asTold(
  amountMinor: bigint,
  bills: readonly OpenBill[],
  told: readonly Allocated[],
): Result<AllocationPlan> {
  const openOf = new Map(bills.map(({ billId, openMinor }) => [billId, openMinor]));
  const seen = new Set<string>();
  let leftMinor = amountMinor;
  for (const [index, { billId, amountMinor: partMinor }] of told.entries()) {
    const at = `allocations.${index}`;
    const openMinor = openOf.get(billId);
    if (partMinor <= 0n || seen.has(billId)) {
      return refuse('bad_allocation', at, 'Name each bill once, with an amount above zero.');
    }
    if (openMinor === undefined) {
      return refuse('unknown_bill', at, 'Nothing is open of this bill in this account and currency.');
    }
    if (partMinor > openMinor) return refuse('above_open', at, 'This is more than is open of the bill.');
    seen.add(billId);
    leftMinor -= partMinor;
  }
  if (leftMinor < 0n) return refuse('above_payment', 'allocations', 'The parts come to more than there is.');
  return ok({
    allocations: told.map(({ billId, amountMinor: partMinor }) => ({ billId, amountMinor: partMinor })),
    creditMinor: leftMinor,
  });
}

function dueFirst(amountMinor: bigint, bills: readonly OpenBill[]): AllocationPlan {
  const ordered = [...bills].sort((a, b) => compare(a.dueOn, b.dueOn) || compare(a.billId, b.billId));
  const parts = new Map<string, bigint>();
  let leftMinor = amountMinor;
  const put = (billId: string, upToMinor: bigint) => {
    const partMinor = least(leftMinor, upToMinor);
    if (partMinor === 0n) return;
    parts.set(billId, (parts.get(billId) ?? 0n) + partMinor);
    leftMinor -= partMinor;
  };
  for (const { billId, openMinor, disputedMinor } of ordered) put(billId, openMinor - disputedMinor);
  for (const { billId, openMinor } of ordered) put(billId, openMinor - (parts.get(billId) ?? 0n));
  return {
    allocations: [...parts].map(([billId, partMinor]) => ({ billId, amountMinor: partMinor })),
    creditMinor: leftMinor,
  };
}

const refuse = (code: string, path: string, message: string) =>
  fail<AllocationPlan>(errorIssue(code, path, message));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
