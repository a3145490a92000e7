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

/** Who takes customers' money on a page of its own, and tells what came of it by signed events. Fails: ProviderError. */
export type PaymentProvider = {
  openSession(session: NewSession): Promise<OpenedSession>;
  /** Taken, not done: what came of it is told by an event. */
  refund(refund: NewRefund): Promise<void>;
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
