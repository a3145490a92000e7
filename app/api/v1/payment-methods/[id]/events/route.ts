import { defineRoute } from '@/lib/http/define-route';
import { countRequest } from '@/lib/http/rate-limit';
import { readBytes } from '@/lib/http/read-body';
import { MAX_PROVIDER_EVENT_BYTES, providerEventRoute } from '@/lib/schemas/api/payment-methods';
import { receiveProviderEvent } from '@/lib/services/payment-sessions/receive-event';

export const POST = defineRoute({
  ...providerEventRoute,
  run: async ({ params, request }) => {
    await countRequest({ actorId: `payment-method:${params.id}` });
    const body = await readBytes(request, MAX_PROVIDER_EVENT_BYTES);
    return receiveProviderEvent(params.id, { headers: request.headers, body }, new Date().toISOString());
  },
});
