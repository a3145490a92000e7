import type { StateTable } from '@/lib/domain/billing/state';

export type DisputeState =
  | 'raised'
  | 'with_partner'
  | 'with_operator'
  | 'answered'
  | 'escalated'
  | 'accepted'
  | 'part_accepted'
  | 'rejected'
  | 'withdrawn';

export type DisputeEvent =
  | 'route'
  | 'keep'
  | 'answer'
  | 'escalate'
  | 'accept'
  | 'accept_part'
  | 'reject'
  | 'withdraw';

const decisions = {
  accept: 'accepted',
  accept_part: 'part_accepted',
  reject: 'rejected',
  withdraw: 'withdrawn',
} as const;

/**
 * A dispute goes at once to whose line it is: a partner's to the partner, the operator's own stays. The operator may decide without waiting
 * for an answer, and a partner may answer late or change its mind until somebody has decided; what is decided stays decided.
 */
export const DISPUTE: StateTable<DisputeState, DisputeEvent> = {
  noun: 'dispute',
  initial: 'raised',
  moves: {
    raised: { route: 'with_partner', keep: 'with_operator' },
    with_partner: { answer: 'answered', escalate: 'escalated', ...decisions },
    with_operator: decisions,
    answered: { answer: 'answered', ...decisions },
    escalated: { answer: 'answered', ...decisions },
    accepted: {},
    part_accepted: {},
    rejected: {},
    withdrawn: {},
  },
};

/** Those in which the disputed part is held. `raised` lasts no longer than the transaction that raises. */
export const OPEN_DISPUTE_STATES = [
  'with_partner',
  'with_operator',
  'answered',
  'escalated',
] as const satisfies readonly DisputeState[];
export const DECIDED_DISPUTE_STATES = [
  'accepted',
  'part_accepted',
  'rejected',
  'withdrawn',
] as const satisfies readonly DisputeState[];

/** Why somebody does not agree to pay. */
export const DISPUTE_REASONS = [
  'not_ordered',
  'not_delivered',
  'wrong_quantity',
  'wrong_price',
  'quality',
  'charged_twice',
  'other',
] as const;
export type DisputeReason = (typeof DISPUTE_REASONS)[number];
