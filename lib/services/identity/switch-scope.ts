import { listMembershipsOf, moveSession } from '@/lib/db/identity';
import type { Audience } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';

/** Goes on in another of the person's own memberships, in the same session. Fails: AppError `not_found`. */
export async function switchScope(input: {
  userId: string;
  sessionId: string;
  membershipId: string;
}): Promise<{ audience: Audience }> {
  const memberships = await listMembershipsOf(input.userId);
  const chosen = memberships.find((membership) => membership.id === input.membershipId);
  if (!chosen || !(await moveSession(input.userId, input.sessionId, chosen.id)))
    throw notFound('The membership');
  return { audience: chosen.audience };
}
