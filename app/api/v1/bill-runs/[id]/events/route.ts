import { createHash } from 'node:crypto';
import { defineRoute } from '@/lib/http/define-route';
import { followRunRoute } from '@/lib/schemas/api/bill-runs';
import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { followBillRun } from '@/lib/services/bill-runs/follow-bill-run';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';

export const GET = defineRoute({
  ...followRunRoute,
  permission: 'bill-run.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown run is a 404 and not a broken stream.
    await getBillRun(ctx, params.id);
    const seen = request.headers.get('last-event-id');
    return new Response(eventStream(followBillRun(ctx, params.id, request.signal), seen), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'private, no-cache, no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  },
});

/** An event's id is the digest of its run, so that a reader who comes back with it is not told the same again. */
function eventStream(
  runs: AsyncGenerator<BillRunView | null>,
  seen: string | null,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let lastId = seen;
  return new ReadableStream({
    async pull(controller) {
      const { done, value: run } = await runs.next();
      if (done) return controller.close();
      const data = run && JSON.stringify(run);
      const id = data && createHash('sha256').update(data).digest('base64url').slice(0, 16);
      const isNews = id !== null && id !== lastId;
      controller.enqueue(
        encoder.encode(isNews ? `id: ${id}\nevent: run\ndata: ${data}\n\n` : ': still here\n\n'),
      );
      if (isNews) lastId = id;
    },
    cancel: async () => {
      await runs.return(null);
    },
  });
}
