export type SentIssue = { code: string; path: string; message: string };

export type SentFile =
  | { ok: true; id: string; created: boolean }
  | { ok: false; message: string; issues: readonly SentIssue[] };

/**
 * Sends the form to the API and tells how far it is. Not `fetch`, which cannot say how much of a file has gone.
 * Null when there was no answer at all.
 */
export function sendFile(form: FormData, onProgress: (ratio: number) => void): Promise<SentFile | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/usage-files');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answerOf(request.status, request.response));
    request.onerror = () => resolve(null);
    request.send(form);
  });
}

function answerOf(
  status: number,
  body: { id?: string; detail?: string; issues?: SentIssue[] } | null,
): SentFile | null {
  if (body === null) return null;
  if ((status === 200 || status === 202) && body.id)
    return { ok: true, id: body.id, created: status === 202 };
  return { ok: false, message: body.detail ?? '', issues: body.issues ?? [] };
}
