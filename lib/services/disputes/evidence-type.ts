import { invalid } from '@/lib/errors';

/** Of one file. */
export const EVIDENCE_BYTES = 5 * 1024 * 1024;
export const EVIDENCE_FILES = 20;

/**
 * What a file is by its own first bytes, whatever it is called: what comes back to a browser is named as what it is, and nothing that could run there is
 * kept. Text is UTF-8 without NUL. Fails: `unsupported_evidence`.
 */
export function evidenceType(name: string, bytes: Buffer): string {
  for (const [mediaType, magic] of MAGIC) if (magic(bytes)) return mediaType;
  if (!isText(bytes)) throw unsupported();
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
}

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
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
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
