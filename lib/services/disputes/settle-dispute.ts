import { type DisputeRow, readDisputedParts, updateDispute } from '@/lib/db/disputes';
import type { Sql } from '@/lib/db/tenant';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';
import { writeCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { nextState } from '@/lib/services/disputes/next-state';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { releaseDisputed } from '@/lib/services/disputes/release-disputed';
import { tellParty } from '@/lib/services/disputes/tell-party';

/** What ends a dispute: so much accepted, net, and why; `words` null: as the partner has just said it. */
export type Settlement = { acceptedMinor: bigint; words: string | null };

/**
 * Ends a dispute that is held in this transaction: the hold of what was disputed ends, and what is accepted is credited in the same journal, which
 * takes it off the next payout of everybody who had a share. Fails: `already_decided`, and as `planCreditNote`.
 */
export async function settleDispute(
  sql: Sql,
  ctx: ServiceContext,
  dispute: DisputeRow,
  { acceptedMinor, words }: Settlement,
): Promise<DisputeRow> {
  const event = eventOf(dispute, acceptedMinor);
  const state = nextState(dispute.state, event);
  let creditNoteId: string | null = null;
  if (acceptedMinor === 0n) await releaseDisputed(sql, ctx, dispute);
  else creditNoteId = (await credit(sql, ctx, dispute, acceptedMinor)).id;
  const change = { state, acceptedMinor, decidedAt: ctx.now, ...(creditNoteId !== null && { creditNoteId }) };
  await updateDispute(sql, dispute.id, change);
  const settled: DisputeRow = { ...dispute, ...change };
  await recordDispute(sql, ctx, settled, {
    type: 'dispute.resolved',
    entry: { kind: ENTRY[event], words: words ?? '', amountMinor: acceptedMinor },
    before: { state: dispute.state },
    after: { state, accepted: String(acceptedMinor), creditNoteId, reason: words },
  });
  await tellParty(sql, ctx, settled, 'customer', 'resolved');
  await tellParty(sql, ctx, settled, 'partner', 'resolved');
  return settled;
}

const ENTRY = { accept: 'accepted', accept_part: 'part_accepted', reject: 'rejected' } as const;

function eventOf({ disputedMinor }: DisputeRow, acceptedMinor: bigint): keyof typeof ENTRY {
  if (acceptedMinor === 0n) return 'reject';
  return acceptedMinor === disputedMinor ? 'accept' : 'accept_part';
}

async function credit(
  sql: Sql,
  ctx: ServiceContext,
  { id, number, bill, line, currency }: DisputeRow,
  acceptedMinor: bigint,
) {
  const amount = moneyOf(currency)(acceptedMinor);
  return writeCreditNote(sql, ctx, {
    billId: bill.id,
    reason: `${number}: ${line.description}`,
    wanted: { lines: [{ lineId: line.id, amount }] },
    disputeId: id,
    releases: await readDisputedParts(sql, id),
  });
}
