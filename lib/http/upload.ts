import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type busboy from 'busboy';
import { AppError } from '@/lib/errors';
import { openFormParser } from '@/lib/http/form-parser';
import { mediaTypeOf } from '@/lib/http/read-body';

/** A form whose file is still on its way: its bytes come as they arrive, and nothing is kept. */
export type UploadBody = {
  fields: Record<string, string>;
  file: { field: string; name: string; mediaType: string; bytes: AsyncIterable<Buffer> } | null;
};

/**
 * Opens `multipart/form-data` at its file: up to 20 fields of 10 kB, then one file of any size. The fields come first, for the
 * file is not waited for; after a file of up to `waitBytes` they may come as well, and are there once it is read to its end.
 * `close` lets go of what was not read.
 * Fails: `unsupported_media_type`, `malformed_body`; while the file is read also `upload_interrupted`, `file_not_last`.
 */
export async function openUpload(
  request: Request,
  waitBytes = 0,
): Promise<{ body: UploadBody; close(): void }> {
  if (mediaTypeOf(request) !== 'multipart/form-data') {
    throw new AppError('unsupported', 'unsupported_media_type', 'The body must be multipart/form-data.');
  }
  if (!request.body) throw malformed();
  const parser = openFormParser(request);
  if (!parser) throw malformed();
  const source = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
  const close = () => {
    source.unpipe(parser);
    source.destroy();
    parser.destroy();
  };
  try {
    return { body: await untilFile(parser, source, waitBytes), close };
  } catch (error) {
    close();
    throw error;
  }
}

function untilFile(parser: busboy.Busboy, source: Readable, waitBytes: number): Promise<UploadBody> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    let stream: Readable | null = null;
    let fileBytes = 0;
    let fault: AppError | null = null;
    const fail = (error: AppError) => {
      fault ??= error;
      stream?.destroy(error);
      reject(error);
    };
    const closed = new Promise<void>((done) => parser.on('close', done));
    parser.on('field', (name, value, info) => {
      const isLate = stream !== null && (waitBytes === 0 || fileBytes > waitBytes);
      if (isLate) fail(fileNotLast());
      else if (info.valueTruncated || info.nameTruncated || Object.hasOwn(fields, name)) fail(malformed());
      else fields[name] = value;
    });
    parser.on('file', (field, file, info) => {
      stream = file;
      const count = (piece: Buffer) => {
        fileBytes += piece.length;
      };
      file.on('error', () => fail(interrupted()));
      const bytes = untilEnd(file, count, closed, () => fault);
      resolve({ fields, file: { field, name: info.filename || 'file', mediaType: info.mimeType, bytes } });
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
      parser.on(limit, () => fail(malformed()));
    parser.on('error', () => fail(stream ? interrupted() : malformed()));
    parser.on('close', () => resolve({ fields, file: null }));
    source.on('error', () => fail(stream ? interrupted() : malformed()));
    source.pipe(parser);
  });
}

/** The file's bytes, and then the end of the form: what comes after the file may still spoil it. */
async function* untilEnd(
  file: Readable,
  count: (piece: Buffer) => void,
  closed: Promise<void>,
  fault: () => AppError | null,
): AsyncGenerator<Buffer, void> {
  try {
    for await (const piece of file) {
      count(piece as Buffer);
      yield piece as Buffer;
    }
  } catch (error) {
    throw fault() ?? error;
  }
  await closed;
  const late = fault();
  if (late) throw late;
}

const malformed = () =>
  new AppError(
    'invalid',
    'malformed_body',
    'The form cannot be read: up to 20 different fields, and then one file.',
  );

const interrupted = () =>
  new AppError('invalid', 'upload_interrupted', 'The upload broke off. Send the file again.');

const fileNotLast = () =>
  new AppError(
    'invalid',
    'file_not_last',
    'A field comes after the file. Send the file as the last part of the form.',
  );
