import { defineRoute } from '@/lib/http/define-route';
import { eventStream } from '@/lib/http/event-stream';
import { followRecycleRoute } from '@/lib/schemas/api/suspense';
import { followRecycle, getRecycle } from '@/lib/services/suspense/get-recycle';

export const GET = defineRoute({
  ...followRecycleRoute,
  permission: 'usage.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown recycle is a 404 and not a broken stream.
    await getRecycle(ctx, params.id);
    return eventStream('recycle', followRecycle(ctx, params.id, request.signal), request);
  },
});
