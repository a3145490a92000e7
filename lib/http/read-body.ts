import { AppError } from '@/lib/errors';
import { jsonFault } from '@/lib/http/json-fault';

/**
 * Reads a JSON body of at most `maxBytes`. No body at all is an empty object: whether that is enough, the schema says.
 * Fails: `unsupported_media_type`, `body_too_large`, `malformed_json`.
 */
export async function readJson(
  request: Request,
  limits: { maxBytes: number; accepts?: readonly string[] | undefined },
): Promise<{ bytes: Buffer; value: unknown }> {
  const mediaType = mediaTypeOf(request);
  // Next gives a request without a body an empty stream, so only reading tells.
  const bytes = await readBytes(request, limits.maxBytes);
  if (mediaType === '' && bytes.length === 0) return { bytes, value: {} };
  if (!(limits.accepts ?? ['application/json']).includes(mediaType)) {
    const expected = (limits.accepts ?? ['application/json']).join(' or ');
    throw new AppError('unsupported', 'unsupported_media_type', `The body must be ${expected}.`);
  }
  return { bytes, value: parse(decode(bytes)) };
}

/** A fatal decoder: bytes that are not UTF-8 are refused, not replaced. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonFault(text);
    throw malformed(
      `The body is not valid JSON from line ${line}, column ${column} on.`,
      `${line}:${column}`,
    );
  }
}

const malformed = (message: string, place = '') =>
  new AppError('invalid', 'malformed_json', message, [{ code: 'malformed_json', path: place, message }]);

/** Counts while it reads: a length that a client states is a hint, and a body without one still has an end. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const stated = Number(request.headers.get('content-length'));
  if (stated > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const mediaTypeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

export const tooLarge = (maxBytes: number) =>
  new AppError('too_large', 'body_too_large', `The body is larger than ${maxBytes} bytes.`);
