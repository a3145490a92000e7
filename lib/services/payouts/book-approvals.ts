import { v5 } from 'uuid';
import { appendAudits } from '@/lib/db/audit';
import { bookJournals, type JournalEvent, type NewJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import { takeNumbers } from '@/lib/db/number-series';
import { findOperator } from '@/lib/db/operators';
import { appendEvents } from '@/lib/db/outbox';
import { sealPayouts } from '@/lib/db/payout-seal';
import { listPayoutRates, type PayoutRateRow, type PayoutRow, takeOwnEntries } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { postCarried, postConverted, postFromPayable } from '@/lib/domain/ledger/post-payout';
import type { Posting } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { failpoint } from '@/lib/failpoint';
import type { ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';

export type Approver = { id: string; name: string };

/**
 * Approves payouts that the caller has locked and found fit: books what they do to the books (conversions, fee, reserve, tax, what is
 * carried on, and what is to be paid), takes their own rows, gives them their numbers in the order given and seals them. All in the
 * caller's transaction.
 * A statement's own rows are booked on its day, so that the next statement finds what is carried; what is paid is booked on the day of
 * approval.
 */
export async function bookApprovals(
  sql: Sql,
  ctx: ServiceContext,
  payouts: readonly PayoutRow[],
  approver: Approver,
): Promise<void> {
  const { partyId: operatorPartyId, timeZone } = (await findOperator(sql))!;
  const rates = groupBy(
    await listPayoutRates(
      sql,
      payouts.map(({ id }) => id),
    ),
    ({ payoutId }) => payoutId,
  );
  const approvedOn = civilDateAt(ctx.now, timeZone);
  const journals = payouts.flatMap((payout) => [
    ...conversionsOf(payout, operatorPartyId, rates.get(payout.id) ?? []),
    ...ownOf(payout, operatorPartyId),
    approvalOf(payout, approvedOn),
  ]);
  const ids = await bookJournals(sql, ctx.actor.operatorId, journals);
  const own = journals.flatMap(({ event, details }, n) => {
    const journalId = ids[n];
    return journalId && OWN.includes(event) ? [{ payoutId: details.payout, journalId }] : [];
  });
  await takeOwnEntries(sql, own, NO_ACCOUNT);
  failpoint('settlement-run.approve.booked');
  await seal(sql, ctx, payouts, approver, operatorPartyId);
}

type PayoutJournal = NewJournal & { details: { payout: string } };

function journalOf(payout: PayoutRow, event: JournalEvent, postings: Posting[]): PayoutJournal {
  const { id, throughOn } = payout;
  return {
    billingAccountId: NO_ACCOUNT,
    ...{ event, postings, sourceId: id, bookedOn: throughOn, details: { payout: id } },
  };
}

const partiesOf = ({ party, currency }: PayoutRow, operatorPartyId: string) => ({
  ...{ partyId: party.id, operatorPartyId, currency: currencyOf(currency) },
});

const conversionsOf = (
  payout: PayoutRow,
  operatorPartyId: string,
  rates: readonly PayoutRateRow[],
): PayoutJournal[] =>
  rates.map(({ currency: from, amountMinor, payoutMinor, rate, source, validOn }) => ({
    ...journalOf(
      payout,
      'payout.converted',
      postConverted(partiesOf(payout, operatorPartyId), currencyOf(from), amountMinor, payoutMinor),
    ),
    sourceId: v5(from, payout.id),
    details: { payout: payout.id, from, to: payout.currency, rate, source, validOn },
  }));

const OWN: readonly JournalEvent[] = ['payout.fee', 'payout.reserved', 'payout.taxed', 'payout.carried-over'];

/** What the payout keeps back, adds or carries on: rows of itself. */
function ownOf(payout: PayoutRow, operatorPartyId: string): PayoutJournal[] {
  const parties = partiesOf(payout, operatorPartyId);
  const revenue = { account: 'operator_revenue', partyId: operatorPartyId } as const;
  const tax = { account: 'tax_payable', partyId: operatorPartyId } as const;
  const reserve = { account: 'partner_reserve', partyId: parties.partyId } as const;
  return [
    journalOf(payout, 'payout.fee', postFromPayable(parties, revenue, payout.feeMinor)),
    journalOf(payout, 'payout.reserved', postFromPayable(parties, reserve, payout.reserveMinor)),
    journalOf(payout, 'payout.taxed', postFromPayable(parties, tax, -payout.taxMinor)),
    journalOf(payout, 'payout.carried-over', postCarried(parties, payout.carriedMinor)),
  ];
}

function approvalOf(payout: PayoutRow, approvedOn: CivilDate): PayoutJournal {
  const parties = { partyId: payout.party.id, currency: currencyOf(payout.currency) };
  const clearing = { account: 'payout_clearing', partyId: payout.party.id } as const;
  const postings = postFromPayable(parties, clearing, payout.amountMinor);
  return { ...journalOf(payout, 'payout.approved', postings), bookedOn: approvedOn };
}

async function seal(
  sql: Sql,
  ctx: ServiceContext,
  payouts: readonly PayoutRow[],
  approver: Approver,
  operatorPartyId: string,
): Promise<void> {
  const { operatorId } = ctx.actor;
  const numbers = await takeNumbers(sql, operatorId, {
    ...{ partyId: operatorPartyId, series: 'payout', count: payouts.length },
  });
  const sealed = payouts.map((payout, n) => ({
    ...payout,
    before: payout.state,
    state: payout.amountMinor > 0n ? ('approved' as const) : ('carried' as const),
    number: numbers[n]!,
    amount: formatMinor(payout.amountMinor, currencyOf(payout.currency)),
    carried: formatMinor(payout.carriedMinor, currencyOf(payout.currency)),
  }));
  await sealPayouts(sql, sealed, {
    approvedAt: ctx.now,
    approvedById: approver.id,
    approvedBy: approver.name,
  });
  await appendAudits(
    sql,
    ctx.actor,
    sealed.map(({ id, before, state, number, amount, carried, currency }) => ({
      action: `payout.${state}`,
      entityType: 'payout',
      entityId: id,
      before: { state: before },
      after: { state, number, amount, carried, currency, approvedBy: `${approver.id} ${approver.name}` },
    })),
  );
  await appendEvents(
    sql,
    operatorId,
    sealed.map(({ id, party, state, number, amount, carried, currency }) => ({
      type: `payout.${state}`,
      entityType: 'payout',
      entityId: id,
      payload: { payout: id, number, amount, carried, currency },
      partyIds: [party.id],
    })),
  );
}
