import { createHash } from 'node:crypto';
import { usageFileAnswer } from '@/app/api/v1/usage-files/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { followUsageFileRoute } from '@/lib/schemas/api/usage-files';
import { followUsageFile } from '@/lib/services/usage-files/follow-usage-file';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import type { UsageFileDetail } from '@/lib/services/usage-files/usage-file-view';

export const GET = defineRoute({
  ...followUsageFileRoute,
  permission: 'usage.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown file is a 404 and not a broken stream.
    await getUsageFile(ctx, params.id);
    const seen = request.headers.get('last-event-id');
    return new Response(eventStream(followUsageFile(ctx, params.id, request.signal), seen), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'private, no-cache, no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  },
});

/** An event's id is the digest of its file, so that a reader who comes back with it is not told the same again. */
function eventStream(
  files: AsyncGenerator<UsageFileDetail | null>,
  seen: string | null,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let lastId = seen;
  return new ReadableStream({
    async pull(controller) {
      const { done, value: file } = await files.next();
      if (done) return controller.close();
      const data = file && JSON.stringify(usageFileAnswer(file));
      const id = data && createHash('sha256').update(data).digest('base64url').slice(0, 16);
      const isNews = id !== null && id !== lastId;
      const text = isNews ? `id: ${id}\nevent: file\ndata: ${data}\n\n` : ': still here\n\n';
      controller.enqueue(encoder.encode(text));
      if (isNews) lastId = id;
    },
    cancel: async () => {
      await files.return(null);
    },
  });
}
