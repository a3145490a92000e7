import { createHash } from 'node:crypto';
import { isHttps, sessionCookieName } from '@/lib/auth/cookies';
import { liveViewer } from '@/lib/auth/live-viewer';
import { findHeldKey, type HeldKey, type KeyState, noteKeyUse } from '@/lib/db/api-keys';
import type { Actor } from '@/lib/domain/access/actor';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';

/**
 * Who sends a request to the API: the holder of a Bearer key, else the session cookie's person, else null.
 * A key that is wrong, expired or revoked is refused, never passed over.
 * Fails: AppError `invalid_key`, `key_expired`, `key_revoked`.
 */
export async function actorFromRequest(request: Request): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  const now = new Date().toISOString();
  if (authorization !== null) return keyHolder(authorization, now);
  const token = readCookie(request.headers.get('cookie'), sessionCookieName(isHttps(request.headers)));
  return (await liveViewer(token, now))?.actor ?? null;
}

async function keyHolder(authorization: string, now: string): Promise<Actor> {
  const key = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
  const row = key && (await findHeldKey(createHash('sha256').update(key).digest('hex'), now));
  if (!row) throw refused('invalid_key', 'There is no such API key.');
  const { state, isUseNoted, permissions, ...holder } = row;
  if (state !== 'live') throw refused(`key_${state}`, REFUSALS[state]);
  if (!isUseNoted) noteUse(row, now);
  return { kind: 'key', ...holder, ...(permissions && { only: permissions }) };
}

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

const REFUSALS: Readonly<Record<Exclude<KeyState, 'live'>, string>> = {
  expired: 'The API key has expired. An admin makes a new one on the page of API keys.',
  revoked: 'The API key was revoked. An admin makes a new one on the page of API keys.',
};

/** The request does not wait for it: a moment that is lost with its process is written by the next request. */
function noteUse({ id, operatorId }: HeldKey, now: string): void {
  if (beingNoted.has(id)) return;
  beingNoted.add(id);
  noteKeyUse({ id, operatorId, now })
    .catch((error: unknown) => log.warn({ keyId: id, error: String(error) }, 'use of a key not noted'))
    .finally(() => beingNoted.delete(id));
}

/** Requests that come meanwhile do not write too. */
const beingNoted = new Set<string>();

function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
