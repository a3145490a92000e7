import { defineRoute } from '@/lib/http/define-route';
import { usageFileErrorsRoute } from '@/lib/schemas/api/usage-files';
import { errorFile } from '@/lib/services/usage-files/error-file';

export const GET = defineRoute({
  ...usageFileErrorsRoute,
  permission: 'usage.read',
  run: async ({ ctx, params }) => {
    const { name, mediaType, text } = await errorFile(ctx, params.id);
    return new Response(byteStream(text), {
      headers: {
        'content-type': mediaType,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
    });
  },
});

function byteStream(text: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      // A pull that enqueues nothing is not asked again.
      let next = await text.next();
      while (!next.done && next.value === '') next = await text.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      await text.return();
    },
  });
}
