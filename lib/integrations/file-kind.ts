/** What a file is by its first bytes; its name is not asked. `gzip` and `utf16` may still be read, the others below text are not. */
export type FileKind =
  | 'empty'
  | 'utf16le'
  | 'utf16be'
  | 'gzip'
  | 'zip'
  | 'spreadsheet'
  | 'archive'
  | 'pdf'
  | 'program'
  | 'binary'
  | 'xml'
  | 'json'
  | 'text';

export const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Tells by at most the first 256 kB. Blank text is `empty`. */
export function fileKind(opening: Buffer): FileKind {
  const text = opening.subarray(0, 3).equals(UTF8_MARK) ? opening.subarray(3) : opening;
  if (text.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) return 'empty';
  const known = MAGIC.find(([magic]) => opening.subarray(0, magic.length).equals(Buffer.from(magic)));
  if (known) return known[1];
  if (opening[0] === 0x50 && opening[1] === 0x4b) return isSpreadsheet(opening) ? 'spreadsheet' : 'zip';
  const nul = nulAtEverySecond(opening);
  if (nul !== null) return nul;
  if (opening.includes(0)) return 'binary';
  const start = text.subarray(0, 4096).toString('latin1').trimStart();
  return start.startsWith('<') ? 'xml' : /^[[{]/.test(start) ? 'json' : 'text';
}

const MAGIC: readonly [readonly number[], FileKind][] = [
  [[0xff, 0xfe], 'utf16le'],
  [[0xfe, 0xff], 'utf16be'],
  [[0x1f, 0x8b], 'gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'archive'],
  [[0x42, 0x5a, 0x68], 'archive'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'archive'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'archive'],
  [[0x52, 0x61, 0x72, 0x21], 'archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'spreadsheet'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x4d, 0x5a, 0x90], 'program'],
  [[0x7f, 0x45, 0x4c, 0x46], 'program'],
  [[0xca, 0xfe, 0xba, 0xbe], 'program'],
  [[0xcf, 0xfa, 0xed, 0xfe], 'program'],
];

const isSpreadsheet = (bytes: Buffer): boolean =>
  /xl\/|\[Content_Types\]|mimetypeapplication\/vnd\.oasis/.test(bytes.subarray(0, 8192).toString('latin1'));

/** Latin text in UTF-16 without a mark: one half of each pair of bytes is nought. */
function nulAtEverySecond(bytes: Buffer): 'utf16le' | 'utf16be' | null {
  const pairs = Math.min(bytes.length >> 1, 16);
  if (pairs < 2) return null;
  const isNul = (offset: number) => Array.from({ length: pairs }, (_, i) => bytes[i * 2 + offset] === 0);
  // Both halves nought is no text at all.
  const [first, second] = [isNul(0).every(Boolean), isNul(1).every(Boolean)];
  if (first === second) return null;
  return second ? 'utf16le' : 'utf16be';
}
