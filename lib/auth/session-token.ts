import { decode } from 'next-auth/jwt';
import { env } from '@/lib/env';

/** What a session cookie says: a person, and the row that must still be live for it to count. */
export type SessionClaim = { userId: string; sessionId: string };

export const authSecret = (): string => {
  const secret = env().NEXTAUTH_SECRET;
  if (!secret) throw new Error('NEXTAUTH_SECRET is not set: start Tributary with npm start.');
  return secret;
};

/** Reads a session cookie. Null for one that is missing, forged, cut short or past its end. */
export async function readSessionToken(token: string | undefined): Promise<SessionClaim | null> {
  if (!token) return null;
  try {
    return claimOf(await decode({ token, secret: authSecret() }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')) return null;
    throw error;
  }
}

export function claimOf(payload: { sub?: unknown; sid?: unknown } | null): SessionClaim | null {
  const { sub, sid } = payload ?? {};
  return typeof sub === 'string' && typeof sid === 'string' ? { userId: sub, sessionId: sid } : null;
}
