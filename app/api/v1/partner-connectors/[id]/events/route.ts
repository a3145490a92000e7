import { defineRoute } from '@/lib/http/define-route';
import { countRequest } from '@/lib/http/rate-limit';
import { readBytes } from '@/lib/http/read-body';
import { MAX_EVENT_BYTES, pushEventRoute } from '@/lib/schemas/api/partner-connectors';
import { receiveConnectorEvent } from '@/lib/services/connectors/receive-event';

export const POST = defineRoute({
  ...pushEventRoute,
  run: async ({ params, request }) => {
    await countRequest({ actorId: `connector:${params.id}` });
    const body = await readBytes(request, MAX_EVENT_BYTES);
    const { partnerBillId, ...outcome } = await receiveConnectorEvent(
      params.id,
      { headers: request.headers, body },
      new Date().toISOString(),
    );
    return { ...outcome, partnerBill: partnerBillId };
  },
});
