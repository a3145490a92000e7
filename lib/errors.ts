/**
 * An expected failure of a use case, with a code a program can act on and a sentence a person can act on.
 * `lib/http` turns it into a problem document or a form error; anything else that is thrown is a defect.
 */
export class AppError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly issues: readonly ErrorIssue[] = [],
  ) {
    super(message);
    this.name = 'AppError';
  }
}

export type ErrorKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'rate_limited';

export type ErrorIssue = { code: string; path: string; message: string };

/** Someone else's row and no row at all look the same from outside. */
export const notFound = (what: string) => new AppError('not_found', 'not_found', `${what} was not found.`);

export const invalid = (code: string, path: string, message: string) =>
  new AppError('invalid', code, message, [{ code, path, message }]);

/** `path`: the field it is about, where there is one. */
export const conflict = (code: string, message: string, path?: string) =>
  new AppError('conflict', code, message, path === undefined ? [] : [{ code, path, message }]);
