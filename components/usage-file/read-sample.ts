const SAMPLE_BYTES = 60_000;

/** The first whole lines of a file as text, unpacked when it is gzip; what cannot be unpacked comes as it is. */
export async function readSample(file: Blob): Promise<string> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const bytes = isGzip
    ? await unpackedStart(file)
    : new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const isWhole = bytes.byteLength < SAMPLE_BYTES;
  return isWhole || !text.includes('\n') ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

async function unpackedStart(file: Blob): Promise<Uint8Array> {
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const start = new Uint8Array(SAMPLE_BYTES);
  let length = 0;
  try {
    while (length < SAMPLE_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, SAMPLE_BYTES - length);
      start.set(part, length);
      length += part.byteLength;
    }
  } catch {
    // Cut off or damaged: what came out so far is the sample, and the server says the rest.
  }
  await reader.cancel().catch(() => {});
  return start.subarray(0, length);
}
