import { appendEvents } from '@/lib/db/outbox';
import { type DocumentFacts, readDocumentFacts } from '@/lib/db/payout-documents';
import {
  type PayoutToCompute,
  type PreparedPayout,
  readPayoutsToCompute,
  savePreparedPayouts,
} from '@/lib/db/payout-preparation';
import type { Sql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { computePayout } from '@/lib/domain/settlement/compute-payout';
import type { ServiceContext } from '@/lib/services/context';
import { conditionsOf } from '@/lib/services/payouts/conditions-of';
import { convertGroups } from '@/lib/services/settlement-runs/convert-groups';
import { payoutDocument } from '@/lib/services/settlement-runs/payout-document';

/**
 * Computes payouts from the sums of what they took: each other currency at one rate, then fee, reserve, tax and minimum. What is
 * missing holds the one payout, with its reason, and no other; a payout that found nothing is none.
 * Done again, it starts from the same sums.
 */
export async function computePayouts(
  sql: Sql,
  ctx: ServiceContext,
  payoutIds: readonly string[],
): Promise<void> {
  const payouts = await readPayoutsToCompute(sql, payoutIds);
  const facts = await readDocumentFacts(
    sql,
    payouts.map(({ partyId }) => partyId),
  );
  const prepared: PreparedPayout[] = [];
  for (const payout of payouts) {
    const missing = await convertGroups(sql, ctx.actor.operatorId, payout);
    prepared.push(prepare(payout, facts, missing));
  }
  await savePreparedPayouts(sql, prepared, ctx.now);
  const parties = new Map(payouts.map(({ id, partyId, currency }) => [id, { partyId, currency }]));
  await appendEvents(
    sql,
    ctx.actor.operatorId,
    prepared
      .filter(({ state }) => state === 'review')
      .map(({ id, issues, ...sums }) => {
        const { partyId, currency } = parties.get(id)!;
        const money = (minor: bigint) => formatMinor(minor, currencyOf(currency));
        const amount = money(sums.amountMinor);
        const [balance, carried] = [money(sums.balanceMinor), money(sums.carriedMinor)];
        return {
          type: 'payout.prepared',
          entityType: 'payout',
          entityId: id,
          payload: { payout: id, amount, balance, carried, currency, held: issues.length > 0 },
          partyIds: [partyId],
        };
      }),
  );
}

function prepare(payout: PayoutToCompute, facts: DocumentFacts, missing: readonly Issue[]): PreparedPayout {
  const { id, conditions, sums, agreementId, carried, throughOn } = payout;
  const issues = [...missing];
  if (agreementId === null) issues.push(NO_AGREEMENT);
  const determined = payoutDocument(payout, facts);
  issues.push(...determined.issues);
  const { reserveDays } = conditions;
  const computed = computePayout({
    groups: sums,
    conditions: conditionsOf(conditions),
    taxRatePpm: determined.taxRatePpm,
    ...carriedBases(carried, payout.currency),
  });
  const { outcome: _, ...amounts } = computed;
  const reserved = computed.reserveMinor > 0n;
  return {
    id,
    state: sums.length === 0 ? 'cancelled' : 'review',
    entries: sums.reduce((count, { entries }) => count + entries, 0n),
    ...amounts,
    reserveUntilOn: reserved ? addDays(civilDate(throughOn), reserveDays) : null,
    document: determined.document(computed),
    issues,
  };
}

/** Without those whose rate is missing, which holds the payout. */
function carriedBases(carried: PayoutToCompute['carried'], currency: string) {
  const own = carried.filter((left) => left.currency === currency);
  return {
    untaxedMinor: own.reduce((sum, { taxableMinor }) => sum + taxableMinor, 0n),
    unreservedMinor: own.reduce((sum, { reservableMinor }) => sum + reservableMinor, 0n),
  };
}

const NO_AGREEMENT = errorIssue(
  'no_agreement',
  'agreement',
  'No signed agreement says how this partner is paid. Sign one, then compute the payout again.',
);
