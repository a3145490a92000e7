import type { DisputeRow } from '@/lib/db/disputes';
import type { Actor } from '@/lib/domain/access/actor';
import { can } from '@/lib/domain/access/permissions';
import { DISPUTE } from '@/lib/domain/billing/dispute-state';
import { moneyOf } from '@/lib/services/bills/bill-money';

/** A dispute in words of money: decimal text in its currency, net of tax. */
export type DisputeView = Omit<DisputeRow, 'disputedMinor' | 'answeredMinor' | 'acceptedMinor' | 'line'> & {
  line: Omit<DisputeRow['line'], 'amountMinor'> & { amount: string };
  disputed: string;
  /** Of the line: what is not disputed, and what stays charged once it is decided. */
  undisputed: string;
  kept: string;
  answered: string | null;
  accepted: string | null;
  /** Nobody has decided, and the answer that was due did not come. */
  isOverdue: boolean;
};

export function disputeView(row: DisputeRow, now: string): DisputeView {
  const { disputedMinor, answeredMinor, acceptedMinor, line, ...rest } = row;
  const money = moneyOf(row.currency);
  const { amountMinor, ...named } = line;
  return {
    ...rest,
    line: { ...named, amount: money(BigInt(amountMinor)) },
    disputed: money(disputedMinor),
    undisputed: money(BigInt(amountMinor) - disputedMinor),
    kept: money(BigInt(amountMinor) - (acceptedMinor ?? 0n)),
    answered: answeredMinor === null ? null : money(answeredMinor),
    accepted: acceptedMinor === null ? null : money(acceptedMinor),
    isOverdue: isWaiting(row) && row.answerDueAt !== null && Date.parse(row.answerDueAt) <= Date.parse(now),
  };
}

export type DisputeAbilities = { answer: boolean; decide: boolean; withdraw: boolean; write: boolean };

/** What this reader can do to it now. */
export function abilitiesOf(
  actor: Actor,
  { state, raisedBy }: Pick<DisputeRow, 'state' | 'raisedBy'>,
): DisputeAbilities {
  const takes = DISPUTE.moves[state];
  const isOpen = 'reject' in takes;
  const mayWrite = can(actor, 'dispute.answer') || can(actor, 'dispute.raise');
  return {
    answer: 'answer' in takes && can(actor, 'dispute.answer'),
    decide: isOpen && can(actor, 'dispute.decide'),
    withdraw: isOpen && raisedBy === actor.audience && can(actor, 'dispute.raise'),
    write: isOpen && mayWrite,
  };
}

const isWaiting = ({ state }: Pick<DisputeRow, 'state'>) => state === 'with_partner' || state === 'escalated';
