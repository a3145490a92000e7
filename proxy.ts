import { type NextRequest, NextResponse } from 'next/server';
import { isHttps, sessionCookieName } from '@/lib/auth/cookies';
import { pathHeader } from '@/lib/auth/paths';

/**
 * Security headers for pages, and a short way to sign in for those who have no session cookie at all. It decides
 * nothing about rights: each page and service does. The API is left out: it sets its own headers, and a body that
 * passes through here is cut at ten megabytes.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const secure = isHttps(request.headers);
  // An action answers by itself that nobody is signed in, and the form it came from keeps what was written.
  const isAction = request.headers.has('next-action');
  if (PORTAL.test(pathname) && !isAction && !request.cookies.has(sessionCookieName(secure))) {
    const signIn = new URL('/sign-in', request.url);
    signIn.searchParams.set('callbackUrl', pathname + search);
    return NextResponse.redirect(signIn);
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set(pathHeader, pathname + search);

  const response = isReadable(request.nextUrl)
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL('/nowhere', request.url), { request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  if (PORTAL.test(pathname)) response.headers.set('cache-control', 'private, no-store');
  if (secure) response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  return response;
}

export const config = {
  matcher: [{ source: '/((?!api/|tmf-api/|_next/|.*\\.(?:svg|png|ico|txt|woff2)$).*)' }],
};

const PORTAL = /^\/(operator|partner|customer)(\/|$)/;

/** No text of ours holds a NUL, and what is not percent-encoded cannot be read: there is nothing at such an address. */
function isReadable({ pathname, search }: URL): boolean {
  try {
    return !/%00/.test(pathname + search) && decodeURIComponent(pathname) !== '';
  } catch {
    return false;
  }
}

/** Scripts by nonce only. Styles may be inline: the kit positions popovers and charts by style attributes. */
function contentSecurityPolicy(nonce: string): string {
  // React's development build evaluates source maps and reload code.
  const development = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
