const SAMPLE_BYTES = 64 * 1024;

/** The first bytes of a file in base64, as they are: what encoding they have, the server finds out. */
export async function sampleOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
