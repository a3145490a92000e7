import { z } from 'zod';
import { callOut, type OutboundAnswer } from '@/lib/integrations/outbound/call-out';
import type { OutboundPolicy } from '@/lib/integrations/outbound/check-url';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import { type PaymentProvider, ProviderError } from '@/lib/integrations/payment-provider/port';

export type HostedPageSettings = { baseUrl: string; apiKey: string };

/**
 * A provider in the style of checkout sessions: POST /sessions opens a page for an amount and answers its address, POST /refunds gives money
 * back, and events signed as Standard Webhooks tell the rest. Every POST has an Idempotency-Key, so that it may be made again; GET of both by
 * our reference says what an event that was lost would have said.
 */
export function hostedPage({ baseUrl, apiKey }: HostedPageSettings, policy: OutboundPolicy): PaymentProvider {
  const root = baseUrl.replace(/\/$/, '');
  const post = async (path: string, key: string, body: object): Promise<unknown> => {
    const answer = await reach(`${root}${path}`, { apiKey, post: { key, body } }, policy);
    return readJson(sound(answer).body);
  };
  const ask = async (path: string, reference: string): Promise<unknown> => {
    const url = `${root}${path}?reference=${encodeURIComponent(reference)}`;
    const answer = await reach(url, { apiKey }, policy);
    return answer.status === 404 ? null : readJson(sound(answer).body);
  };
  return {
    openSession: async (session) => {
      const opened = sessionAnswer.safeParse(await post('/sessions', session.reference, session));
      if (!opened.success) throw unexpected();
      return { providerRef: opened.data.id, pageUrl: opened.data.url };
    },
    refund: async ({ providerRef, ...refund }) => {
      await post('/refunds', refund.reference, { ...refund, session: providerRef });
    },
    askSession: async (reference) => readStatus(sessionStatus, reference, await ask('/sessions', reference)),
    askRefund: async (reference) => readStatus(refundStatus, reference, await ask('/refunds', reference)),
  };
}

const sessionAnswer = z.object({
  id: z.string().min(1).max(200),
  // Where the customer's browser goes: never a script.
  url: z.url({ protocol: /^https?$/ }).max(2_000),
});

const asked = z.object({ reference: z.uuid() });
const money = { amount: z.string().max(40), currency: z.string().length(3) };
const reason = z.string().max(500).default('');
const sessionStatus = z.discriminatedUnion('state', [
  asked.extend({ state: z.literal(['open', 'expired']) }),
  asked.extend({ state: z.literal('succeeded'), ...money }),
  asked.extend({ state: z.literal('failed'), reason }),
]);
const refundStatus = z.discriminatedUnion('state', [
  asked.extend({ state: z.literal('pending') }),
  asked.extend({ state: z.literal('succeeded'), ...money }),
  asked.extend({ state: z.literal('failed'), reason }),
]);

/** An answer about another reference than was asked for is none. */
function readStatus<Status extends { reference: string }>(
  schema: z.ZodType<Status>,
  reference: string,
  answer: unknown,
): Status | null {
  if (answer === null) return null;
  const read = schema.safeParse(answer);
  if (read.success && read.data.reference === reference) return read.data;
  throw unexpected();
}

function sound(answer: OutboundAnswer): OutboundAnswer {
  if (answer.status === 401 || answer.status === 403) {
    throw new ProviderError('access_refused', `The provider refused our key (${answer.status}).`);
  }
  if (answer.status < 200 || answer.status > 299) {
    throw new ProviderError('unexpected_answer', `The provider answered ${answer.status}.`);
  }
  return answer;
}

async function reach(
  url: string,
  { apiKey, post }: { apiKey: string; post?: { key: string; body: object } },
  policy: OutboundPolicy,
): Promise<OutboundAnswer> {
  try {
    return await callOut(
      {
        url,
        method: post ? 'POST' : 'GET',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${apiKey}`,
          ...(post && { 'content-type': 'application/json', 'idempotency-key': post.key }),
        },
        ...(post && { body: JSON.stringify(post.body) }),
        timeoutMs: TIMEOUT_MS,
        maxAnswerBytes: MAX_ANSWER_BYTES,
      },
      policy,
    );
  } catch (error) {
    if (error instanceof RefusedCall) throw new ProviderError('address_refused', error.message);
    throw new ProviderError('not_reachable', 'The provider did not answer in time. Try again in a moment.');
  }
}

// A person waits for it.
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 100_000;

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw unexpected();
  }
}

const unexpected = () =>
  new ProviderError('unexpected_answer', 'The provider answered something else than a session.');
