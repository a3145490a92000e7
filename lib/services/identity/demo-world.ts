import { createHash } from 'node:crypto';
import { findHeldKey } from '@/lib/db/api-keys';
import { isDemoOperator, listMembers, type MemberRow } from '@/lib/db/memberships';
import { withTenantSql } from '@/lib/db/tenant';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { type OpenedSession, openSession } from '@/lib/services/identity/sign-in';

export type Persona = MemberRow;

/** The people one click signs in as; none unless this is the demo, by its environment and by the operator's row. */
export async function listPersonas(): Promise<Persona[]> {
  if (!env().TRIBUTARY_DEMO) return [];
  // The demo operator is the one that the published key opens; the key exists nowhere else.
  const hash = createHash('sha256').update(DEMO_OPERATOR_KEY).digest('hex');
  const key = await findHeldKey(hash, new Date().toISOString());
  if (!key) return [];
  const scope = { operatorId: key.operatorId, partnerId: null, customerId: null };
  return withTenantSql(scope, async (sql) => ((await isDemoOperator(sql)) ? listMembers(sql) : []));
}

/** Signs in as a persona, by the id of its membership. Fails: AppError `not_found` for anyone who is none. */
export async function signInAsPersona(input: { personaId: string; now: string }): Promise<OpenedSession> {
  const persona = (await listPersonas()).find((candidate) => candidate.membershipId === input.personaId);
  if (!persona) throw new AppError('not_found', 'not_found', 'There is no such persona.');
  const { userId, userName, email } = persona;
  return openSession({ userId, name: userName, email }, persona.membershipId, input.now);
}

export const DEMO_OPERATOR_KEY = 'trb_demo_operator';
