import { v5 } from 'uuid';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { bookJournal, type JournalEvent, NO_ACCOUNT } from '@/lib/db/ledger';
import { takeNumbers } from '@/lib/db/number-series';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { sealPayout } from '@/lib/db/payout-seal';
import { listPayoutRates, type PayoutRow, takeOwnEntries } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { postCarried, postConverted, postFromPayable } from '@/lib/domain/ledger/post-payout';
import type { Posting } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { civilDateAt } from '@/lib/domain/period/zone';
import { failpoint } from '@/lib/failpoint';
import type { ServiceContext } from '@/lib/services/context';

export type Approver = { id: string; name: string };

/**
 * Approves a payout that the caller has locked and found fit: books what it does to the books (conversions, fee, reserve, tax, what is
 * carried on, and what is to be paid), takes its own rows, gives it its number and seals it. All in the caller's transaction.
 * The statement's own rows are booked on its day, so that the next statement finds what is carried; what is paid is booked on the day of approval.
 */
export async function bookApproval(
  sql: Sql,
  ctx: ServiceContext,
  payout: PayoutRow,
  approver: Approver,
): Promise<void> {
  const { operatorId } = ctx.actor;
  const operator = (await findOperator(sql))!;
  const currency = currencyOf(payout.currency);
  const parties = { partyId: payout.party.id, operatorPartyId: operator.partyId, currency };
  const book = (
    event: JournalEvent,
    postings: Posting[],
    more: { sourceId?: string; bookedOn?: string; details?: unknown } = {},
  ) =>
    bookJournal(sql, operatorId, {
      billingAccountId: NO_ACCOUNT,
      ...{ event, postings, sourceId: payout.id, bookedOn: payout.throughOn, details: { payout: payout.id } },
      ...more,
    });
  for (const { currency: from, amountMinor, payoutMinor, rate, source, validOn } of await listPayoutRates(
    sql,
    payout.id,
  )) {
    await book('payout.converted', postConverted(parties, currencyOf(from), amountMinor, payoutMinor), {
      sourceId: v5(from, payout.id),
      details: { payout: payout.id, from, to: currency, rate, source, validOn },
    });
  }
  const toOperator = { partyId: operator.partyId };
  const own = [
    await book(
      'payout.fee',
      postFromPayable(parties, { account: 'operator_revenue', ...toOperator }, payout.feeMinor),
    ),
    await book(
      'payout.reserved',
      postFromPayable(parties, { account: 'partner_reserve', partyId: parties.partyId }, payout.reserveMinor),
    ),
    await book(
      'payout.taxed',
      postFromPayable(parties, { account: 'tax_payable', ...toOperator }, -payout.taxMinor),
    ),
    await book('payout.carried-over', postCarried(parties, payout.carriedMinor)),
  ];
  await takeOwnEntries(
    sql,
    payout.id,
    own.filter((id) => id !== null),
    NO_ACCOUNT,
  );
  const approvedOn = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
  await book(
    'payout.approved',
    postFromPayable(parties, { account: 'payout_clearing', partyId: parties.partyId }, payout.amountMinor),
    { bookedOn: approvedOn },
  );
  failpoint('settlement-run.approve.booked');
  await seal(sql, ctx, payout, approver, operator.partyId);
}

async function seal(
  sql: Sql,
  ctx: ServiceContext,
  payout: PayoutRow,
  approver: Approver,
  operatorPartyId: string,
): Promise<void> {
  const { operatorId } = ctx.actor;
  const state = payout.amountMinor > 0n ? 'approved' : 'carried';
  const [number] = await takeNumbers(sql, operatorId, {
    partyId: operatorPartyId,
    series: 'payout',
    count: 1,
  });
  await sealPayout(sql, payout.id, {
    ...({ state, number: number!, approvedAt: ctx.now } as const),
    ...{ approvedById: approver.id, approvedBy: approver.name },
  });
  const [amount, carried] = [payout.amountMinor, payout.carriedMinor].map((minor) =>
    formatMinor(minor, currencyOf(payout.currency)),
  );
  await appendAudit(sql, ctx.actor, {
    action: `payout.${state}`,
    entityType: 'payout',
    entityId: payout.id,
    before: { state: payout.state },
    after: {
      state,
      number,
      amount,
      carried,
      currency: payout.currency,
      approvedBy: `${approver.id} ${approver.name}`,
    },
  });
  await appendEvent(sql, operatorId, {
    type: `payout.${state}`,
    entityType: 'payout',
    entityId: payout.id,
    payload: { payout: payout.id, number, amount, carried, currency: payout.currency },
    partyIds: [payout.party.id],
  });
}
