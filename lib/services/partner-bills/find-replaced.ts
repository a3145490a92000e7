import { type FamilyBillRow, findNamedBill, listFamily } from '@/lib/db/partner-bill-family';
import type { Sql } from '@/lib/db/tenant';
import { AppError, conflict, invalid } from '@/lib/errors';

/** What a correction is stored with: the bill it takes the place of, the first of them all, and their cycle. */
export type Replaced = {
  replacesId: string;
  originalId: string;
  cycleId: string;
  replacesExternalId: string;
};

/** The bill that a correction names, by id or number. Fails: `unknown_bill`. */
export async function findCorrected(sql: Sql, partnerId: string, name: string): Promise<FamilyBillRow> {
  const bill = await findNamedBill(sql, partnerId, name);
  if (bill) return bill;
  const message = `There is no bill "${name.slice(0, 80)}" of this partner to replace. Name it by its number or its id.`;
  throw new AppError('invalid', 'unknown_bill', message, [
    { code: 'unknown_bill', path: 'replaces', message },
  ]);
}

/**
 * The place in its line of corrections that a correction of `named` takes. Of a rejected correction it is the place of the bill that
 * one was to replace. The caller holds the partner's lock. Fails: `replaced_already`, `other_cycle`.
 */
export async function placeOfCorrection(
  sql: Sql,
  named: FamilyBillRow,
  cycleId: string | null,
): Promise<Replaced> {
  if (cycleId !== null && cycleId !== named.cycleId) {
    const message = `"${named.externalId}" is for another billing cycle. A correction is for the cycle of the bill it replaces: leave the cycle out.`;
    throw invalid('other_cycle', 'cycle', message);
  }
  const originalId = named.originalId ?? named.id;
  const family = await listFamily(sql, originalId);
  const byId = new Map(family.map((bill) => [bill.id, bill]));
  let replaced = named;
  while (replaced.state === 'rejected' && replaced.replacesId !== null)
    replaced = byId.get(replaced.replacesId)!;
  const taker = family.find(({ replacesId, state }) => replacesId === replaced.id && state !== 'rejected');
  if (taker) {
    throw conflict(
      'replaced_already',
      `"${replaced.externalId}" was corrected by "${headOf(family, taker).externalId}" already. Correct that one instead.`,
    );
  }
  return {
    replacesId: replaced.id,
    originalId,
    cycleId: named.cycleId,
    replacesExternalId: replaced.externalId,
  };
}

/** The last of a line of corrections: the one that a further correction replaces. */
export function headOf(family: readonly FamilyBillRow[], from: FamilyBillRow): FamilyBillRow {
  const next = family.find(({ replacesId, state }) => replacesId === from.id && state !== 'rejected');
  return next ? headOf(family, next) : from;
}
