/** A document that is there as a whole, to be saved under its name. */
export const documentResponse = (document: {
  fileName: string;
  mediaType: string;
  bytes: Uint8Array<ArrayBuffer>;
}): Response =>
  new Response(document.bytes, {
    headers: {
      'content-type': document.mediaType,
      'content-disposition': `attachment; filename="${document.fileName}"`,
    },
  });
