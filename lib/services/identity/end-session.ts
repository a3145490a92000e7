import { revokeSessions } from '@/lib/db/identity';

/** Signs out here, or everywhere when no session is named. The next use of an ended session's token is refused. */
export const endSession = (input: { userId: string; sessionId?: string; now: string }): Promise<void> =>
  revokeSessions(input.userId, input.now, input.sessionId);
