import { env } from '@/lib/env';

type ReadableHeaders = Pick<Headers, 'get'>;

/** Whether the browser speaks https to us, by the nearest proxy's word or by the configured address. */
export function isHttps(headers: ReadableHeaders): boolean {
  const forwarded = headers.get('x-forwarded-proto')?.split(',')[0]?.trim();
  return forwarded === 'https' || (env().NEXTAUTH_URL?.startsWith('https:') ?? false);
}

/** Under https the name binds the cookie to this host and path; plain http (a laptop) cannot have that. */
export const sessionCookieName = (secure: boolean): string => cookieName('session', secure);

export function authCookies(secure: boolean) {
  const options = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure };
  return {
    sessionToken: { name: cookieName('session', secure), options },
    csrfToken: { name: cookieName('csrf', secure), options },
    callbackUrl: { name: cookieName('callback', secure), options },
  };
}

const cookieName = (noun: string, secure: boolean) => `${secure ? '__Host-' : ''}tributary.${noun}`;
