import { readSessionToken } from '@/lib/auth/session-token';
import { findLiveSession } from '@/lib/db/identity';
import type { Actor } from '@/lib/domain/access/actor';

/** A signed-in person: who they are, and as whom they act in this session. */
export type Viewer = {
  userId: string;
  sessionId: string;
  membershipId: string;
  name: string;
  email: string;
  locale: string;
  actor: Actor;
};

/** The person behind a session cookie, as long as the session's row lives. Role and party are the row's, not the token's. */
export async function liveViewer(token: string | undefined, now: string): Promise<Viewer | null> {
  const claim = await readSessionToken(token);
  const session = claim && (await findLiveSession(claim.userId, claim.sessionId, now));
  if (!claim || !session) return null;
  const { userId, userName, email, locale, operatorId, audience, partyId, role } = session;
  return {
    userId,
    sessionId: claim.sessionId,
    membershipId: session.id,
    name: userName,
    email,
    locale,
    actor: { kind: 'user', id: userId, name: userName, operatorId, audience, partyId, role },
  };
}
