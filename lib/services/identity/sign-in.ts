import { findUserByEmail, insertSession, listMembershipsOf } from '@/lib/db/identity';
import { AppError } from '@/lib/errors';
import { passwordMatches } from '@/lib/services/identity/password';
import { admitAttempt, countFailure, countSuccess } from '@/lib/services/identity/sign-in-limits';

/** A session just opened: what its token carries. */
export type OpenedSession = { userId: string; sessionId: string; name: string; email: string };

/** Sessions end by themselves after a working day; there is no sliding window to steal. */
export const SESSION_SECONDS = 12 * 60 * 60;

/**
 * Signs a person in by address and password, in the first of their memberships.
 * Unknown address and wrong password cost the same time and give the same answer.
 * Fails: AppError `sign_in_limited`, `wrong_credentials`, `no_membership`.
 */
export async function signInWithPassword(input: {
  email: string;
  password: string;
  address: string;
  now: string;
}): Promise<OpenedSession> {
  const attempt = { email: input.email, address: input.address };
  await admitAttempt(attempt);
  const user = await findUserByEmail(input.email);
  if (!(await passwordMatches(user?.passwordHash ?? null, input.password)) || !user) {
    await countFailure(attempt);
    throw new AppError('unauthenticated', 'wrong_credentials', 'The address or the password is wrong.');
  }
  await countSuccess(attempt);
  const [first] = await listMembershipsOf(user.id);
  if (!first)
    throw new AppError(
      'forbidden',
      'no_membership',
      'This person belongs to no operator, partner or customer.',
    );
  return openSession({ userId: user.id, name: user.name, email: user.email }, first.id, input.now);
}

export async function openSession(
  person: { userId: string; name: string; email: string },
  membershipId: string,
  now: string,
): Promise<OpenedSession> {
  const expiresAt = new Date(Date.parse(now) + SESSION_SECONDS * 1000).toISOString();
  const sessionId = await insertSession({ userId: person.userId, membershipId, now, expiresAt });
  if (!sessionId)
    throw new AppError('forbidden', 'no_membership', 'This membership is not the person’s own.');
  return { ...person, sessionId };
}
