export type EndpointItem = {
  id: string;
  url: string;
  description: string;
  eventTypes: readonly string[];
  state: 'active' | 'disabled';
  disabledReason: string | null;
  pausedUntil: string | null;
  previousSecretUntil: string | null;
  waiting: number;
};

export type DeliveryItem = {
  id: string;
  eventType: string;
  state: 'waiting' | 'delivered' | 'failed' | 'cancelled';
  attempts: number;
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  responseStatus: number | null;
  failure: string | null;
  createdAt: string;
  deliveredAt: string | null;
};

export type DeliveryDetails = DeliveryItem & {
  entityId: string;
  payload: unknown;
  responseBody: string | null;
};

export type EndpointValues = { url: string; description: string; eventTypes: string[] };

type Refusal = { ok: false; message: string; issues: readonly { path: string; message: string }[] };
type Answer<T = object> = { ok: true; data: T } | Refusal;

export type WebhookActions = {
  create: (input: EndpointValues) => Promise<Answer<{ secret: string }>>;
  change: (input: EndpointValues & { id: string; state: 'active' | 'disabled' }) => Promise<Answer>;
  rotate: (input: { id: string }) => Promise<Answer<{ secret: string }>>;
  test: (input: { id: string }) => Promise<Answer>;
  remove: (input: { id: string }) => Promise<Answer>;
  replay: (input: { id: string }) => Promise<Answer>;
};
