import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { newId } from '@/lib/db/id';
import { readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import { insertObjection } from '@/lib/db/payout-objections';
import { findEntry, parseEntryId } from '@/lib/db/payout-rows';
import { findPayout, lockPayout, type PayoutRow } from '@/lib/db/payouts';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PayoutView, readPayoutView } from '@/lib/services/payouts/payout-view';
import { type PayoutSeen, requireAsSeen } from '@/lib/services/payouts/require-as-seen';
import { withBooks } from '@/lib/services/receivables/with-books';

export type ObjectionInput = PayoutSeen & {
  words: string;
  /** A row's id; null: the whole payout. */
  row: string | null;
};

/**
 * A partner says what is wrong with a payout of its own, or with one of its rows. One in review is not approved before that is answered.
 * Fails: `not_found`, `unknown_row`, `wrong_state` (cancelled), `too_late` (paid, or carried on, more than 366 days ago), `payout_changed`,
 * `balance_needed`, `too_many_objections`.
 */
export async function objectToPayout(
  ctx: ServiceContext,
  payoutId: string,
  { words, row, ...seen }: ObjectionInput,
): Promise<PayoutView> {
  authorise(ctx, 'payout.object');
  const own = await withTenantSql(scopeOf(ctx.actor), (sql) => findPayout(sql, payoutId));
  if (!own) throw notFound('The payout');
  return withBooks(ctx.actor, async (sql) => {
    const payout = (await lockPayout(sql, payoutId))!;
    await requireOpenTo(sql, ctx, payout);
    requireAsSeen(payout, seen);
    const id = newId();
    await insertObjection(sql, ctx.actor.operatorId, {
      ...{ id, payoutId, words, partyId: payout.party.id },
      row: row === null ? null : await requireRow(sql, payoutId, row),
      raisedBy: ctx.actor.name,
      raisedAt: ctx.now,
    });
    await appendAudit(sql, ctx.actor, {
      action: 'payout.objected',
      entityType: 'payout',
      entityId: payoutId,
      after: { objection: id, words, row },
    });
    await appendEvent(sql, ctx.actor.operatorId, {
      type: 'payout.objected',
      entityType: 'payout',
      entityId: payoutId,
      payload: { payout: payoutId, number: payout.number, objection: id, row, words },
      partyIds: [payout.party.id],
    });
    return readPayoutView(sql, payoutId, ctx.actor);
  });
}

/** What was paid more than a year ago is closed, as the books of its year are; and nobody answers more than fifty at once. */
async function requireOpenTo(sql: Sql, ctx: ServiceContext, payout: PayoutRow): Promise<void> {
  const { state, settledOn, openObjections } = payout;
  if (state === 'cancelled') throw conflict('wrong_state', 'This payout was cancelled.');
  const { today } = await readBookkeeper(sql, ctx.actor.operatorId, ctx.now);
  const zone = await readOperatorTimeZone(sql);
  const endedOn = state === 'carried' ? payout.approvedAt && civilDateAt(payout.approvedAt, zone) : settledOn;
  if (
    (state === 'paid' || state === 'carried') &&
    endedOn &&
    endedOn < addDays(civilDate(today), -MOST_DAYS)
  ) {
    const what = state === 'paid' ? 'paid' : 'carried on';
    throw conflict('too_late', `This payout was ${what} on ${endedOn}. Ask the operator itself.`);
  }
  if (openObjections >= MOST_OPEN) {
    throw conflict(
      'too_many_objections',
      `${MOST_OPEN} objections of this payout wait for an answer already.`,
    );
  }
}

const MOST_DAYS = 366;
const MOST_OPEN = 50;

async function requireRow(sql: Sql, payoutId: string, row: string) {
  const key = parseEntryId(row);
  if (key && (await findEntry(sql, payoutId, key))) return key;
  throw invalid('unknown_row', 'row', 'This payout has no such row.');
}
