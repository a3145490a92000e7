import { randomBytes } from 'node:crypto';
import type { EndpointRow } from '@/lib/db/webhooks';
import type { Actor } from '@/lib/domain/access/actor';
import { invalid } from '@/lib/errors';
import { checkUrl } from '@/lib/integrations/outbound/check-url';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import { SECRET_PREFIX } from '@/lib/integrations/webhooks/sign-webhook';
import { webhookEventsFor } from '@/lib/schemas/webhook-events';
import { outboundPolicy } from '@/lib/services/outbound-policy';

export type EndpointView = EndpointRow;

export type EndpointInput = {
  url: string;
  description: string;
  /** Empty: all that concern the party, those to come too. */
  eventTypes: readonly string[];
};

/** Whose endpoints an actor has: its party's, or the operator's own. */
export const ownerOf = (actor: Actor): string | null =>
  actor.audience === 'operator' ? null : actor.partyId;

/** To what a secret is bound. */
export const secretOwner = (operatorId: string, endpointId: string) => `webhook:${operatorId}:${endpointId}`;

export const newSecret = (): string => `${SECRET_PREFIX}${randomBytes(32).toString('base64')}`;

/** Fails: `bad_url`, `not_https`, `address_not_public`, `unknown_event_type`. */
export function checkEndpoint(actor: Actor, input: EndpointInput): EndpointInput {
  const known: readonly string[] = webhookEventsFor(actor.audience);
  const unknown = input.eventTypes.find((type) => !known.includes(type));
  if (unknown !== undefined) {
    throw invalid(
      'unknown_event_type',
      'eventTypes',
      `There is no event "${unknown}" for you. There are: ${known.join(', ')}.`,
    );
  }
  try {
    const { href } = checkUrl(input.url.trim(), outboundPolicy());
    return { url: href, description: input.description.trim(), eventTypes: [...new Set(input.eventTypes)] };
  } catch (error) {
    if (error instanceof RefusedCall) throw invalid(error.code, 'url', error.message);
    throw error;
  }
}
