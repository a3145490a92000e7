export type PayoutState =
  | 'preparing'
  | 'review'
  | 'approved'
  | 'sent'
  | 'paid'
  | 'returned'
  | 'carried'
  | 'cancelled';

export type PayoutEvent = 'prepare' | 'approve' | 'carry' | 'cancel' | 'send' | 'settle' | 'return';

/** The state after an event, or null when the event is not possible. A bank may pay, or send back, what it got in another way than a file. */
export const nextPayoutState = (state: PayoutState, event: PayoutEvent): PayoutState | null =>
  TRANSITIONS[state][event] ?? null;

const TRANSITIONS: Readonly<Record<PayoutState, Partial<Record<PayoutEvent, PayoutState>>>> = {
  preparing: { prepare: 'review', cancel: 'cancelled' },
  review: { prepare: 'review', approve: 'approved', carry: 'carried', cancel: 'cancelled' },
  approved: { send: 'sent', settle: 'paid', return: 'returned' },
  sent: { settle: 'paid', return: 'returned' },
  paid: { return: 'returned' },
  returned: {},
  carried: {},
  cancelled: {},
};

export type SettlementRunState =
  | 'queued'
  | 'preparing'
  | 'review'
  | 'approving'
  | 'partly'
  | 'done'
  | 'cancelled'
  | 'failed';
