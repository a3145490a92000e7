import type { InputPeriod } from '@/lib/db/billing-inputs';
import {
  type CorrectedAccountRow,
  type FamilyLineRow,
  readCorrectedAccounts,
  readFamilyLines,
} from '@/lib/db/corrected-charges';
import { type PartnerGroupRow, readCorrectedGroups } from '@/lib/db/partner-groups';
import type { Sql } from '@/lib/db/tenant';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import {
  type ChargedGroup,
  correctCharges,
  groupOfKey,
} from '@/lib/domain/billing/partner-bill/correct-charges';
import type { Currency } from '@/lib/domain/money/currency';
import { EXACT_ZERO } from '@/lib/domain/money/exact';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import {
  type LineAssignment,
  type PartnerCharges,
  partnerCharges,
} from '@/lib/services/bill-runs/partner-charges';
import { groupBy } from '@/lib/services/group-by';

/** One corrected bill of an account: its groups, and every bill line that the line of corrections has there. */
export type CorrectedBill = {
  standing: CorrectedAccountRow;
  groups: readonly PartnerGroupRow[];
  lines: readonly FamilyLineRow[];
};

/** By account; for a chunk of accounts without corrections, one look-up that finds nothing. */
export async function loadCorrected(
  sql: Sql,
  accountIds: readonly string[],
  period: InputPeriod,
  options: { lock: boolean },
): Promise<ReadonlyMap<string, CorrectedBill[]>> {
  const accounts = await readCorrectedAccounts(sql, accountIds, period.to, options);
  if (accounts.length === 0) return new Map();
  const ids = [...new Set(accounts.map(({ billingAccountId }) => billingAccountId))];
  const groups = groupBy(
    await readCorrectedGroups(sql, ids, period, options),
    ({ billingAccountId, partnerBillId }) => `${billingAccountId} ${partnerBillId}`,
  );
  const lines = groupBy(
    await readFamilyLines(sql, accounts),
    ({ billingAccountId, originalId }) => `${billingAccountId} ${originalId}`,
  );
  const bills = accounts.map((standing) => ({
    standing,
    groups: groups.get(`${standing.billingAccountId} ${standing.partnerBillId}`) ?? [],
    lines: lines.get(`${standing.billingAccountId} ${standing.originalId}`) ?? [],
  }));
  return groupBy(bills, ({ standing }) => standing.billingAccountId);
}

/**
 * What the bill named by `slot` charges of an account's corrected bills: all that issued bills leave, but for groups that another
 * draft charges already. Errors as of `partnerCharges`.
 */
export function correctedCharges(
  bills: readonly CorrectedBill[],
  slot: string,
  currency: Currency,
  reference: BillingReference,
): PartnerCharges {
  const result: PartnerCharges = { charges: [], assignments: [], issues: [] };
  for (const { standing, groups, lines } of bills) {
    const { charges, issues } = partnerCharges(groups, slot, currency, reference);
    result.issues.push(...issues);
    if (issues.length > 0) continue;
    const elsewhere = new Set(
      lines
        .filter(({ isIssued, lineKey }) => !isIssued && slotOfKey(lineKey) !== slot)
        .map(({ lineKey }) => groupOfKey(lineKey)),
    );
    const { partnerBillId, externalId, replaces } = standing;
    const left = correctCharges(charges, chargedGroups(lines, partnerBillId), {
      ...{ partnerBillId, externalId, replaces, slot, currency },
    }).filter(({ lineKey }) => !elsewhere.has(groupOfKey(lineKey)));
    result.charges.push(...left);
    result.assignments.push(...assignmentsOf(groups, charges, left));
  }
  return result;
}

const slotOfKey = (lineKey: string): string | undefined => lineKey.split(':')[2];

function chargedGroups(
  lines: readonly FamilyLineRow[],
  partnerBillId: string,
): ReadonlyMap<string, ChargedGroup> {
  const charged = new Map<string, ChargedGroup>();
  for (const line of lines) {
    if (!line.isIssued) continue;
    const group = groupOfKey(line.lineKey);
    const before = charged.get(group);
    const bills = before?.bills ?? [];
    charged.set(group, {
      charge: before?.charge ?? chargeOf(line, partnerBillId),
      amountMinor: (before?.amountMinor ?? 0n) + line.amountMinor,
      bills: bills.includes(line.number!) ? bills : [...bills, line.number!],
    });
  }
  return charged;
}

/** The charge that was made, for one that is given back: as it was sold, under its own agreement. */
function chargeOf(line: FamilyLineRow, partnerBillId: string): ChargeLine {
  const { lineKey, supplierId, supplierRole, sellerId, offeringId, agreementId } = line;
  const { description, kind, sourceMode, taxClass, periodFrom, periodTo } = line;
  return {
    ...{
      lineKey,
      supplierId,
      supplierRole,
      sellerId,
      offeringId,
      agreementId,
      description,
      kind,
      sourceMode,
      taxClass,
    },
    productId: null,
    partnerBillId,
    period: { from: periodFrom as CivilDate, to: periodTo as CivilDate },
    quantity: null,
    unit: null,
    exact: EXACT_ZERO,
    amountMinor: 0n,
    steps: [],
  };
}

/** Lines of a group that is billed here say so; where nothing is left to bill, those that said so do not any more. */
function assignmentsOf(
  groups: readonly PartnerGroupRow[],
  charges: readonly ChargeLine[],
  left: readonly ChargeLine[],
): PartnerCharges['assignments'] {
  const billed = new Set(left.map(({ lineKey }) => lineKey));
  return groups.flatMap<LineAssignment>(({ partnerBillId, unassigned, inSlot }, index) => {
    const { lineKey } = charges[index]!;
    if (!billed.has(lineKey))
      return inSlot.length > 0 ? [{ partnerBillId, lineNos: inSlot, lineKey: null }] : [];
    return unassigned.length > 0 ? [{ partnerBillId, lineNos: unassigned, lineKey }] : [];
  });
}

/**
 * Of bills that are being issued those whose draft does not charge what corrected bills leave to it now: a correction came, went or
 * moved since, or another bill charged it. `slot` names the bills in their lines' keys.
 */
export async function findStaleCorrections(
  sql: Sql,
  bills: readonly { billingAccountId: string; id: string; currency: string }[],
  period: InputPeriod & { slot: string },
  reference: BillingReference,
): Promise<Set<string>> {
  const accountIds = bills.map(({ billingAccountId }) => billingAccountId);
  const corrected = await loadCorrected(sql, accountIds, period, { lock: true });
  const { slot } = period;
  return new Set(
    bills.flatMap(({ billingAccountId, id, currency }) => {
      const own = corrected.get(billingAccountId);
      if (own === undefined) return [];
      const { charges, issues } = correctedCharges(own, slot, currency as Currency, reference);
      const drafted = own.flatMap(({ lines }) =>
        lines.filter(({ isIssued, lineKey }) => !isIssued && slotOfKey(lineKey) === slot),
      );
      return issues.length === 0 && isSame(drafted, charges) ? [] : [id];
    }),
  );
}

type KeyedAmount = { lineKey: string; amountMinor: bigint };

function isSame(drafted: readonly KeyedAmount[], due: readonly KeyedAmount[]): boolean {
  const amounts = new Map(due.map(({ lineKey, amountMinor }) => [lineKey, amountMinor]));
  return (
    drafted.length === due.length &&
    drafted.every(({ lineKey, amountMinor }) => amounts.get(lineKey) === amountMinor)
  );
}
