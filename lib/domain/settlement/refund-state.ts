export type RefundState = 'requested' | 'sent' | 'paid' | 'failed';

export type RefundEvent = 'send' | 'settle' | 'return';

/** The state after an event, or null when the event is not possible. A bank may pay, or refuse, what it got in another way than a file. */
export const nextRefundState = (state: RefundState, event: RefundEvent): RefundState | null =>
  TRANSITIONS[state][event] ?? null;

const TRANSITIONS: Readonly<Record<RefundState, Partial<Record<RefundEvent, RefundState>>>> = {
  requested: { send: 'sent', settle: 'paid', return: 'failed' },
  sent: { settle: 'paid', return: 'failed' },
  // A bank may bring back what it paid.
  paid: { return: 'failed' },
  failed: {},
};
