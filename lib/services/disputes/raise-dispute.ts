import { findBill } from '@/lib/db/bill-reads';
import { type LineToCredit, listLinesToCredit } from '@/lib/db/credit-notes';
import { findDisputePolicy } from '@/lib/db/dispute-policy';
import {
  type DisputedPart,
  type DisputeRow,
  findDispute,
  findLineLeft,
  insertDispute,
  updateDispute,
} from '@/lib/db/disputes';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { lockOpenItem } from '@/lib/db/receivables';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type LinePart, takeParts } from '@/lib/domain/billing/credit-note/credit-parts';
import { DEFAULT_DISPUTE_POLICY, disputeDates } from '@/lib/domain/billing/dispute-due';
import type { DisputeReason } from '@/lib/domain/billing/dispute-state';
import { civilDateAt } from '@/lib/domain/period/zone';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type DisputeView, disputeView } from '@/lib/services/disputes/dispute-view';
import { nextState } from '@/lib/services/disputes/next-state';
import { readPart } from '@/lib/services/disputes/read-amount';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { tellParty } from '@/lib/services/disputes/tell-party';
import { moveBill } from '@/lib/services/receivables/move-bill';
import { withBooks } from '@/lib/services/receivables/with-books';

export type DisputeInput = {
  /** Ids of an issued bill and of a line on it. */
  billId: string;
  lineId: string;
  /** Net, decimal text; null: all that is left of the line. */
  amount: string | null;
  reason: DisputeReason;
  words: string;
};

/**
 * Disputes a line of an issued bill, or a part of it, as its customer or as the operator: the part is held from payout and dunning at once, and the
 * partner whose line it is has some working days to answer. Two at once take turns at the bill, so that together they are never above the line.
 * Fails: `not_found`, `bill_not_issued`, `nothing_to_dispute`, `bad_amount`, `above_line`.
 */
export async function raiseDispute(ctx: ServiceContext, input: DisputeInput): Promise<DisputeView> {
  authorise(ctx, 'dispute.raise');
  const bill = await withTenantSql(scopeOf(ctx.actor), (sql) => findBill(sql, input.billId));
  if (!bill) throw notFound('The bill');
  if (bill.state !== 'issued')
    throw conflict('bill_not_issued', 'Only what is on an issued bill can be disputed.');
  return withBooks(ctx.actor, async (sql) => {
    const row = await raise(sql, ctx, { ...input, currency: bill.currency });
    return disputeView(row, ctx.now);
  });
}

async function raise(
  sql: Sql,
  ctx: ServiceContext,
  input: DisputeInput & { currency: string },
): Promise<DisputeRow> {
  const { operatorId, audience } = ctx.actor;
  const { billId, lineId, currency } = input;
  const [operator, item] = [await findOperator(sql), await lockOpenItem(sql, billId)];
  const line = item && (await findLineLeft(sql, item, lineId));
  if (!operator || !line) throw notFound('The line');
  const disputedMinor = amountOf(input, line);
  const parts = partsOf(await listLinesToCredit(sql, item), { lineId, amountMinor: disputedMinor });
  const policy = (await findDisputePolicy(sql)) ?? DEFAULT_DISPUTE_POLICY;
  const dates = line.partnerId === null ? null : disputeDates(ctx.now, operator.timeZone, policy);
  const id = newId();
  await insertDispute(sql, operatorId, {
    ...{ id, billId, lineId, currency, disputedMinor, parts },
    ...{ billingAccountId: item.billingAccountId, partnerId: line.partnerId, raisedAt: ctx.now },
    state: 'raised',
    raisedBy: audience === 'customer' ? 'customer' : 'operator',
    reasonCode: input.reason,
    answerDueAt: dates?.answerDueAt ?? null,
    remindAt: dates?.remindAt ?? null,
  });
  const bookedOn = civilDateAt(ctx.now, operator.timeZone);
  await moveBill(sql, operatorId, billId, { event: 'dispute.raised', sourceId: id, bookedOn, lines: parts });
  const raised = (await findDispute(sql, id))!;
  await recordDispute(sql, ctx, raised, {
    type: 'dispute.raised',
    entry: { kind: 'raised', words: input.words, amountMinor: disputedMinor },
    after: { billId, lineId, reason: input.reason, disputed: String(disputedMinor) },
  });
  return route(sql, ctx, raised);
}

function amountOf(
  { amount, currency }: Pick<DisputeInput, 'amount'> & { currency: string },
  { amountMinor, leftMinor }: { amountMinor: bigint; leftMinor: bigint },
): bigint {
  if (amountMinor <= 0n)
    throw conflict('nothing_to_dispute', 'This line charges nothing that could be disputed.');
  if (leftMinor <= 0n) throw conflict('above_line', 'All of this line is credited or disputed already.');
  return amount === null ? leftMinor : readPart(amount, leftMinor, currency);
}

/** What is held: the line's part, and with it the part of its discounts, so that no more is held than would be credited. */
function partsOf(lines: readonly LineToCredit[], wanted: LinePart): DisputedPart[] {
  const parts = takeParts(
    lines,
    [wanted],
    ({ creditedMinor, disputedMinor }) => creditedMinor + disputedMinor,
  );
  if (!parts.ok) throw conflict(parts.issues[0]!.code, parts.issues[0]!.message);
  return parts.value.map(({ lineId, amountMinor }) => ({ lineId, disputedMinor: amountMinor }));
}

/** To the partner whose line it is, who is told; the operator's own lines stay with the operator. */
async function route(sql: Sql, ctx: ServiceContext, raised: DisputeRow): Promise<DisputeRow> {
  const state = nextState(raised.state, raised.partner ? 'route' : 'keep');
  await updateDispute(sql, raised.id, { state });
  const routed = { ...raised, state };
  if (!raised.partner) return routed;
  const { answerDueAt, partner } = raised;
  await recordDispute(sql, ctx, routed, {
    type: 'dispute.routed',
    after: { state, partner: partner.slug, answerDueAt },
  });
  await tellParty(sql, ctx, routed, 'partner', 'routed');
  return routed;
}
