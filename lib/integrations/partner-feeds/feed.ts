import type { Period } from '@/lib/domain/period/period';
import type { OutboundAnswer, OutboundCall } from '@/lib/integrations/outbound/call-out';

/** How a call reaches the partner: `callOut` under the policy in force, or a test's own. */
export type Call = (call: OutboundCall) => Promise<OutboundAnswer>;

/** How the partner knows us. Secrets come decrypted, and are never part of a message. */
export type FeedAccess =
  | { kind: 'none' }
  | { kind: 'api_key'; header: string; secret: string }
  | { kind: 'oauth2'; tokenUrl: string; clientId: string; scope: string | null; secret: string };

export type FeedRequest = { baseUrl: string; period: Period; access: FeedAccess };

/** One page's charges in the shape of TMF678 applied rates, so that what is pulled is read by the reader of what is pushed. */
export type FeedPage = { items: readonly unknown[]; page: number };

export type FeedErrorCode =
  | 'address_refused'
  | 'not_reachable'
  | 'access_refused'
  | 'not_ready'
  | 'server_error'
  | 'unexpected_answer'
  | 'broken_answer'
  | 'changed_while_reading'
  | 'too_many_charges';

/** A partner's system that did not give its charges whole. `message` is for people; `retry` says whether trying again may help. */
export class FeedError extends Error {
  override name = 'FeedError';
  constructor(
    readonly code: FeedErrorCode,
    message: string,
    readonly retry: { afterMs: number | null } | null = null,
  ) {
    super(message);
  }
}

export const MAX_CHARGES = 1_000_000;
