import { z } from 'zod';
import { callOut } from '@/lib/integrations/outbound/call-out';
import type { OutboundPolicy } from '@/lib/integrations/outbound/check-url';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import { type PaymentProvider, ProviderError } from '@/lib/integrations/payment-provider/port';

export type HostedPageSettings = { baseUrl: string; apiKey: string };

/**
 * A provider in the style of checkout sessions: POST /sessions opens a page for an amount and answers its address, POST /refunds gives money
 * back, and events signed as Standard Webhooks tell the rest. Every call has an Idempotency-Key, so that it may be made again.
 */
export function hostedPage({ baseUrl, apiKey }: HostedPageSettings, policy: OutboundPolicy): PaymentProvider {
  const post = async (path: string, key: string, body: object): Promise<unknown> => {
    const answer = await reach(`${baseUrl.replace(/\/$/, '')}${path}`, { apiKey, key, body }, policy);
    if (answer.status === 401 || answer.status === 403) {
      throw new ProviderError('access_refused', `The provider refused our key (${answer.status}).`);
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new ProviderError('unexpected_answer', `The provider answered ${answer.status}.`);
    }
    return readJson(answer.body);
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
  };
}

const sessionAnswer = z.object({
  id: z.string().min(1).max(200),
  // Where the customer's browser goes: never a script.
  url: z.url({ protocol: /^https?$/ }).max(2_000),
});

async function reach(
  url: string,
  call: { apiKey: string; key: string; body: object },
  policy: OutboundPolicy,
) {
  try {
    return await callOut(
      {
        url,
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: `Bearer ${call.apiKey}`,
          'idempotency-key': call.key,
        },
        body: JSON.stringify(call.body),
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
