/**
 * A cell's text out of its bytes, which come as one character each so that nothing is lost before this decision.
 * Null when they are not UTF-8.
 */
export function decodeCell(bytes: string): string | null {
  if (!BEYOND_ASCII.test(bytes)) return bytes;
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return null;
  }
}

/** The nearest text that can be stored and shown: what is not UTF-8 as Western European, NUL as its own picture. */
export function showableCell(bytes: string): string {
  return (decodeCell(bytes) ?? western.decode(Buffer.from(bytes, 'latin1'))).replaceAll('\0', '\u2400');
}

const BEYOND_ASCII = /[\x80-\xff]/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const western = new TextDecoder('windows-1252');
