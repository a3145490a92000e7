import { AppError } from '@/lib/errors';

/**
 * Refuses a change that another site's page asked for with our cookie. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; a browser sends at least one of them with every POST.
 * Fails: AppError `cross_origin`.
 */
export function requireSameOrigin(headers: Pick<Headers, 'get'>): void {
  const site = headers.get('sec-fetch-site');
  if (site !== null) {
    if (site === 'same-origin' || site === 'none') return;
    throw crossOrigin();
  }
  const origin = headers.get('origin');
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? headers.get('host');
  if (origin !== null && host !== null && hostOf(origin) === host) return;
  throw crossOrigin();
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

const crossOrigin = () =>
  new AppError('forbidden', 'cross_origin', 'This request did not come from our own pages.');
