import { defineRoute } from '@/lib/http/define-route';
import { countRequest } from '@/lib/http/rate-limit';
import { readBytes } from '@/lib/http/read-body';
import { MAX_PROVIDER_EVENT_BYTES, providerEventRoute } from '@/lib/schemas/api/payment-methods';
import { receiveProviderEvent } from '@/lib/services/payment-sessions/receive-event';

export const POST = defineRoute({
  ...providerEventRoute,
  run: async ({ params, request }) => {
    const body = await readBytes(request, MAX_PROVIDER_EVENT_BYTES);
    // Counted once the signature is right: whoever knows the address could use up what the provider may send.
    const admit = () => countRequest({ actorId: `payment-method:${params.id}` });
    const message = { headers: request.headers, body };
    return receiveProviderEvent(params.id, message, new Date().toISOString(), admit);
  },
});
