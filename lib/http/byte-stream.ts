/** Text that comes in pieces as the body of a response; each piece is made when the client has taken the one before. */
export function byteStream(text: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
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

/** A file that is written while it is sent. */
export const fileResponse = (file: {
  name: string;
  mediaType: string;
  text: AsyncGenerator<string, void>;
}): Response =>
  new Response(byteStream(file.text), {
    headers: {
      'content-type': file.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });
