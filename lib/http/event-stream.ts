import { createHash } from 'node:crypto';

/**
 * Server-sent events named `name`, one for each thing that comes, as JSON; a comment for each null, which keeps the connection. An
 * event's id is the digest of its content, so that a reader who comes back with it (`Last-Event-ID`) is not told the same again.
 */
export const eventStream = (
  name: string,
  things: AsyncGenerator<unknown | null>,
  request: Request,
): Response =>
  new Response(bytesOf(name, things, request.headers.get('last-event-id')), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-cache, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });

function bytesOf(
  name: string,
  things: AsyncGenerator<unknown | null>,
  seen: string | null,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let lastId = seen;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await things.next();
      if (done) return controller.close();
      const data = value === null ? null : JSON.stringify(value);
      const id = data && createHash('sha256').update(data).digest('base64url').slice(0, 16);
      const isNews = id !== null && id !== lastId;
      controller.enqueue(
        encoder.encode(isNews ? `id: ${id}\nevent: ${name}\ndata: ${data}\n\n` : ': still here\n\n'),
      );
      if (isNews) lastId = id;
    },
    cancel: async () => {
      await things.return(null);
    },
  });
}
