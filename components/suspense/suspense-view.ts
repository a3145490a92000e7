import type { ActionResult } from '@/components/action/action';

/** What the pages of suspense show; the services' answers fit. */

export type Money = { amount: string; currency: string };

export type Party = { id: string; slug: string; name: string };

export type WaitingEvent = {
  id: string;
  reason: string;
  source: string;
  eventId: string;
  subject: string;
  meter: string;
  quantity: string;
  occurredAt: string;
  receivedAt: string;
  isRepaired: boolean;
  tries: number;
  sender: Party | null;
  atStake: (Money & { price: string | null }) | null;
};

export type WaitingGroup = {
  reason: string;
  sender: Party | null;
  meter: string | null;
  events: number;
  subjects: number;
  oldestAt: string;
  atStake: Money[];
  withoutEstimate: number;
};

export type WaitingSummary = {
  events: number;
  atStake: Money[];
  withoutEstimate: number;
  groups: WaitingGroup[];
};

type EventBody = {
  subject: string;
  meter: string;
  quantity: string;
  occurredAt: string;
  attributes: Readonly<Record<string, string>>;
};

export type WaitingDetail = Omit<WaitingEvent, 'subject' | 'meter' | 'quantity' | 'occurredAt'> & {
  message: string;
  senderId: string;
  lastTriedAt: string | null;
  outcome: string | null;
  /** As repaired, and as it came. */
  body: EventBody;
  original: EventBody;
  history: {
    at: string;
    by: string;
    deed: string;
    note: string | null;
    changes?: Readonly<Record<string, { from: string; to: string }>>;
  }[];
  products: {
    id: string;
    startedOn: string;
    endedOn: string | null;
    accountNumber: string;
    offering: { slug: string; name: string };
  }[];
  taken:
    | (EventBody & { receivedAt: string; periodFrom: string; accountNumber: string; isReversed: boolean })
    | null;
};

export type Retried = {
  tried: number;
  accepted: number;
  duplicate: number;
  conflict: number;
  waiting: number;
  rejected: number;
};

export type Recycle = {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  eventsTotal: number;
  tried: number;
  accepted: number;
  stillWaiting: number;
  failure: string | null;
};

export type Recycled = Retried & { job: { id: string } | null };

/** Server actions that the pages hand in. */
export type SuspenseActions = {
  recycle: (input: {
    ids?: string[];
    reason?: string[];
    sender?: string[];
    meter?: string[];
    q?: string;
    all?: boolean;
  }) => Promise<ActionResult<Recycled>>;
  repair: (input: {
    id: string;
    subject?: string;
    meter?: string;
    attributes?: Record<string, string>;
    alike?: boolean;
    note?: string;
  }) => Promise<ActionResult<Recycled & { repaired: number }>>;
  dismiss: (input: { ids: string[]; note: string }) => Promise<ActionResult<{ dismissed: number }>>;
  /** Null where the reader may not. */
  acceptLate: ((input: { ids: string[]; note: string }) => Promise<ActionResult<Retried>>) | null;
  replace: (input: { id: string; note: string }) => Promise<ActionResult<{ replaced: true }>>;
  searchProducts: (input: {
    q: string;
    senderId: string;
  }) => Promise<ActionResult<{ reference: string; name: string; account: string }[]>>;
  addProduct: ((input: NewProduct) => Promise<ActionResult<Recycled>>) | null;
  searchAccounts:
    | ((input: {
        q: string;
      }) => Promise<ActionResult<{ number: string; name: string; customer: string; currency: string }[]>>)
    | null;
  askRecycle: (input: { id: string }) => Promise<ActionResult<Recycle>>;
};

export type NewProduct = {
  reference: string;
  senderId: string;
  account: string;
  offeringId: string;
  startedOn: string;
};

/** Where the fixes lead, and what can be chosen there; empty where the reader has no such pages. */
export type FixChoices = {
  meters: { key: string; name: string }[];
  offerings: { id: string; name: string; supplierId: string }[];
  /** Under which accounts and offerings have their pages; null where there are none. */
  operatorBase: string | null;
};
