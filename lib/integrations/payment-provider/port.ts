/** What a provider's page is asked to take. `reference` is ours, unique, and makes a repeated call the same session. */
export type NewSession = {
  reference: string;
  /** Decimal text in major units. */
  amount: string;
  currency: string;
  description: string;
  returnUrl: string;
  callbackUrl: string;
};

export type OpenedSession = { providerRef: string; pageUrl: string };

export type NewRefund = { reference: string; providerRef: string; amount: string; currency: string };

/** What became of a session, as its provider says when it is asked. */
export type SessionStatus =
  | { state: 'open' | 'expired' }
  | { state: 'succeeded'; amount: string; currency: string }
  | { state: 'failed'; reason: string };

export type RefundStatus =
  | { state: 'pending' }
  | { state: 'succeeded'; amount: string; currency: string }
  | { state: 'failed'; reason: string };

/** Who takes customers' money on a page of its own, and tells what came of it by signed events. Fails: ProviderError. */
export type PaymentProvider = {
  openSession(session: NewSession): Promise<OpenedSession>;
  /** Taken, not done: what came of it is told by an event. */
  refund(refund: NewRefund): Promise<void>;
  /** For events that never came, by our reference; null: the provider knows no such session or refund. */
  askSession(reference: string): Promise<SessionStatus | null>;
  askRefund(reference: string): Promise<RefundStatus | null>;
};

export class ProviderError extends Error {
  constructor(
    readonly code: 'address_refused' | 'not_reachable' | 'access_refused' | 'unexpected_answer',
    message: string,
  ) {
    super(message);
    this.name = 'ProviderError';
  }
}
