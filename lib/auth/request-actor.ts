import { createHash } from 'node:crypto';
import { isHttps, sessionCookieName } from '@/lib/auth/cookies';
import { liveViewer } from '@/lib/auth/live-viewer';
import { findLiveApiKey } from '@/lib/db/api-keys';
import type { Actor } from '@/lib/domain/access/actor';
import { AppError } from '@/lib/errors';

/**
 * Who sends a request to the API: the holder of a Bearer key, else the session cookie's person, else null.
 * A key that is wrong or revoked is refused, never passed over. Fails: AppError `invalid_key`.
 */
export async function actorFromRequest(request: Request): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return keyHolder(authorization);
  const token = readCookie(request.headers.get('cookie'), sessionCookieName(isHttps(request.headers)));
  return (await liveViewer(token, new Date().toISOString()))?.actor ?? null;
}

async function keyHolder(authorization: string): Promise<Actor> {
  const key = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
  const row = key && (await findLiveApiKey(createHash('sha256').update(key).digest('hex')));
  if (!row) throw new AppError('unauthenticated', 'invalid_key', 'The API key is unknown or revoked.');
  return { kind: 'key', ...row };
}

function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
