export type PostedFile<Answer> = { ok: true; answer: Answer } | { ok: false; message: string | null };

/** Sends one small file to the API as the part `file`; `message` null when there was no answer at all. */
export async function postFile<Answer>(path: `/api/v1/${string}`, file: File): Promise<PostedFile<Answer>> {
  const body = new FormData();
  body.set('file', file);
  try {
    const response = await fetch(path, { method: 'POST', body });
    const answer = await response.json();
    return response.ok ? { ok: true, answer } : { ok: false, message: answer.detail ?? null };
  } catch {
    return { ok: false, message: null };
  }
}
