export type SentIssue = { code: string; path: string; message: string };

export type SentUpload =
  | { ok: true; id: string; created: boolean; isWaiting: boolean }
  | { ok: false; message: string; issues: readonly SentIssue[] };

/**
 * Sends a form with a file to the API and tells how far it is, from 0 to 1. Not `fetch`, which cannot say how much of a file has gone.
 * `created` is false when the file was there already (200), `isWaiting` is true when a job reads it (202). Null when there was no answer at all.
 */
export function sendUpload(
  path: `/api/v1/${string}`,
  form: FormData,
  onProgress: (ratio: number) => void,
): Promise<SentUpload | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answerOf(request.status, request.response));
    request.onerror = () => resolve(null);
    request.send(form);
  });
}

const TAKEN = new Set([200, 201, 202]);

function answerOf(
  status: number,
  body: { id?: string; detail?: string; issues?: SentIssue[] } | null,
): SentUpload | null {
  if (body === null) return null;
  if (TAKEN.has(status) && body.id)
    return { ok: true, id: body.id, created: status !== 200, isWaiting: status === 202 };
  return { ok: false, message: body.detail ?? '', issues: body.issues ?? [] };
}
