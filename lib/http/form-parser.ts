import busboy from 'busboy';

/** Of one field of a form. */
export const FIELD_BYTES = 10_000;

/** A parser of `multipart/form-data` with up to 20 fields and one file of `fileBytes`; null for a body that says it is no form. */
export function openFormParser(request: Request, fileBytes?: number): busboy.Busboy | null {
  try {
    return busboy({
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
      // Names arrive as UTF-8 from every browser; the default would read them as Latin-1.
      defParamCharset: 'utf8',
      limits: {
        files: 1,
        fields: 20,
        parts: 21,
        fieldSize: FIELD_BYTES,
        fieldNameSize: 100,
        ...(fileBytes === undefined ? {} : { fileSize: fileBytes }),
      },
    });
  } catch {
    return null;
  }
}
