import { invalid } from '@/lib/errors';

/** Of one file. */
export const EVIDENCE_BYTES = 5 * 1024 * 1024;
export const EVIDENCE_FILES = 20;

/**
 * What a file is by its own first bytes, whatever it is called: what comes back to a browser is named as what it is, and nothing that could run there,
 * or on the disk of who saves it, is kept. Text is UTF-8 without NUL, no markup, and called as text is. Fails: `unsupported_evidence`.
 */
export function evidenceType(name: string, bytes: Buffer): string {
  for (const [mediaType, magic] of MAGIC) if (magic(bytes)) return mediaType;
  if (!isText(bytes) || !TEXT_NAME.test(name)) throw unsupported();
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
}

/**
 * A name without folders, control characters and leading dots, as a header and a page can show it, that ends as its kind does: a picture that
 * is called a page is not opened as one. Example: `../seats.html` of a PNG is `seats.html.png`.
 */
export function evidenceName(name: string, mediaType: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/\p{C}/gu, '').trim().replace(/^\.+/, '').slice(-MOST_LETTERS) || 'file';
  const endings = ENDINGS[mediaType];
  return endings === undefined || endings.test(plain) ? plain : `${plain}.${mediaType.split('/')[1]}`;
}

const MOST_LETTERS = 120;
const TEXT_NAME = /(^|[\\/])[^.\\/]*$|\.(txt|csv|tsv|log|md|json|eml)$/i;
const ENDINGS: Readonly<Record<string, RegExp>> = {
  'application/pdf': /\.pdf$/i,
  'image/png': /\.png$/i,
  'image/jpeg': /\.jpe?g$/i,
  'image/webp': /\.webp$/i,
};

const begins = (text: string) => (bytes: Buffer) =>
  bytes.subarray(0, text.length).toString('latin1') === text;

const MAGIC: readonly [string, (bytes: Buffer) => boolean][] = [
  ['application/pdf', begins('%PDF-')],
  ['image/png', begins('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', begins('\xff\xd8\xff')],
  ['image/webp', (bytes) => begins('RIFF')(bytes) && bytes.subarray(8, 12).toString('latin1') === 'WEBP'],
];

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/^\s*<([!?]|[a-z])/i.test(text);
  } catch {
    return false;
  }
}

const unsupported = () =>
  invalid(
    'unsupported_evidence',
    'file',
    'Send a PDF, an image (PNG, JPEG, WebP), a CSV or a text in UTF-8.',
  );
