/** Why a sign-in was refused: a code of `auth.refused`, and the seconds to wait where there are any. */
export type Refusal = { code: string; seconds: number };

/** Asks next-auth to open a session; the cookie comes with the answer. Null means that it did. */
export async function requestSignIn(
  provider: 'credentials' | 'demo',
  fields: Record<string, string>,
): Promise<Refusal | null> {
  try {
    const token = await fetch('/api/auth/csrf', { cache: 'no-store' });
    const { csrfToken } = (await token.json()) as { csrfToken: string };
    const response = await fetch(`/api/auth/callback/${provider}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/', json: 'true' }),
    });
    const { url } = (await response.json()) as { url?: string };
    const error = new URL(url ?? '/', window.location.href).searchParams.get('error');
    if (response.ok && !error) return null;
    return readRefusal(error);
  } catch {
    return { code: 'unavailable', seconds: 0 };
  }
}

/** "sign_in_limited:42" → code and seconds; what we do not know is "unavailable". */
export function readRefusal(error: string | null): Refusal {
  const [code = '', seconds] = (error ?? '').split(':');
  const known = KNOWN.has(code) ? code : 'unavailable';
  return { code: known, seconds: Number(seconds) || 0 };
}

const KNOWN = new Set(['wrong_credentials', 'sign_in_limited', 'no_membership', 'not_found', 'unavailable']);
