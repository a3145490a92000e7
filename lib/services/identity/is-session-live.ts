import { findLiveSession } from '@/lib/db/identity';

/** Whether a token's session still counts: not revoked, not past its end, its membership still there. */
export const isSessionLive = async (input: {
  userId: string;
  sessionId: string;
  now: string;
}): Promise<boolean> => (await findLiveSession(input.userId, input.sessionId, input.now)) !== null;
