import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { AppError } from '@/lib/errors';
import { FIELD_BYTES, openFormParser } from '@/lib/http/form-parser';
import { mediaTypeOf, tooLarge } from '@/lib/http/read-body';

/** A form with at most one file; `sha256` is of the file's bytes, in hexadecimal. */
export type MultipartBody = {
  fields: Record<string, string>;
  file: { field: string; name: string; mediaType: string; bytes: Buffer; sha256: string } | null;
};

/**
 * Reads `multipart/form-data`: up to 20 fields of 10 kB and one file, `maxBytes` in all.
 * Fails: `unsupported_media_type`, `body_too_large`, `malformed_body`.
 */
export async function readMultipart(request: Request, maxBytes: number): Promise<MultipartBody> {
  if (mediaTypeOf(request) !== 'multipart/form-data') {
    throw new AppError('unsupported', 'unsupported_media_type', 'The body must be multipart/form-data.');
  }
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) throw malformed();
  const parser = openFormParser(request, maxBytes);
  if (!parser) throw malformed();
  return new Promise((resolve, reject) => {
    const body: MultipartBody = { fields: {}, file: null };
    const refuse = (error: Error) => {
      source.unpipe(parser);
      source.destroy();
      reject(error);
    };
    parser.on('field', (name, value, info) => {
      if (info.valueTruncated || info.nameTruncated) refuse(tooLarge(FIELD_BYTES));
      else if (Object.hasOwn(body.fields, name)) refuse(malformed());
      else body.fields[name] = value;
    });
    parser.on('file', (field, stream, info) => {
      const chunks: Buffer[] = [];
      const hash = createHash('sha256');
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        hash.update(chunk);
      });
      stream.on('limit', () => refuse(tooLarge(maxBytes)));
      stream.on('error', () => refuse(malformed()));
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const name = info.filename || 'file';
        body.file = { field, name, mediaType: info.mimeType, bytes, sha256: hash.digest('hex') };
      });
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => refuse(malformed()));
    }
    parser.on('error', () => refuse(malformed()));
    parser.on('close', () => resolve(body));
    const source = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    source.on('error', () => reject(malformed()));
    source.pipe(parser);
  });
}

const malformed = () =>
  new AppError(
    'invalid',
    'malformed_body',
    'The form cannot be read: up to 20 different fields and one file.',
  );
