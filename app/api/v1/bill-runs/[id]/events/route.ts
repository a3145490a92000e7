import { defineRoute } from '@/lib/http/define-route';
import { eventStream } from '@/lib/http/event-stream';
import { followRunRoute } from '@/lib/schemas/api/bill-runs';
import { followBillRun } from '@/lib/services/bill-runs/follow-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';

export const GET = defineRoute({
  ...followRunRoute,
  permission: 'bill-run.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown run is a 404 and not a broken stream.
    await getBillRun(ctx, params.id);
    return eventStream('run', followBillRun(ctx, params.id, request.signal), request);
  },
});
