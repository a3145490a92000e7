import { AppError, type ErrorIssue, type ErrorKind } from '@/lib/errors';
import { expectedError } from '@/lib/http/expected-error';
import { log } from '@/lib/log';

/** A problem document (RFC 9457): `code` for programs, `detail` for people, `issues` for each field. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  issues: readonly ErrorIssue[];
  /** Only on a defect of ours: what to look for in the log. */
  requestId?: string;
};

/** Turns whatever was thrown into an answer. An expected failure says what it is; a defect is logged and says nothing. */
export function problemResponse(thrown: unknown, requestId: string): Response {
  const error = expectedError(thrown);
  if (error instanceof AppError) return respond(problemOf(error), extraHeaders(error));
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error({ requestId, error: message }, 'request failed');
  return respond({
    type: typeOf('internal'),
    title: 'Internal error',
    status: 500,
    code: 'internal',
    detail: 'Something went wrong on our side. The request may be sent again.',
    issues: [],
    requestId,
  });
}

export function problemOf(error: AppError): Problem {
  const status = STATUS_BY_CODE[error.code] ?? STATUS_BY_KIND[error.kind];
  return {
    type: typeOf(error.code),
    title: TITLES[status] ?? 'Refused',
    status,
    code: error.code,
    detail: error.message,
    issues: error.issues,
  };
}

function respond(problem: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

function extraHeaders(error: AppError): Record<string, string> {
  if (error.kind === 'unauthenticated') return { 'www-authenticate': 'Bearer' };
  const retryAfter = error.issues.find((issue) => issue.code === 'retry_after')?.path;
  return retryAfter === undefined ? {} : { 'retry-after': retryAfter };
}

const typeOf = (code: string) => `urn:tributary:problem:${code}`;

const STATUS_BY_KIND: Record<ErrorKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  rate_limited: 429,
};

/** A body that cannot be read at all is a bad request; one that can be read and is wrong is unprocessable. */
const STATUS_BY_CODE: Record<string, number> = {
  malformed_json: 400,
  malformed_body: 400,
  upload_interrupted: 400,
  file_not_last: 400,
  idempotency_key_reused: 422,
};

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid request',
  429: 'Too many requests',
};
