import { newId } from '@/lib/db/id';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import type { Audience, Role, Scope } from '@/lib/domain/access/actor';

export type MemberRow = {
  membershipId: string;
  userId: string;
  userName: string;
  email: string;
  audience: Audience;
  role: Role;
  partyName: string;
  partySlug: string;
};

/** What a scope is called: the operator's name, and the party's inside it (the operator's own for its people). */
export const nameScope = (scope: Scope): Promise<{ operatorName: string; partyName: string } | null> =>
  withTenantSql(scope, async (sql) => {
    const rows = await sql.query<{ operatorName: string; partyName: string }>(
      `select o.name as "operatorName", coalesce(p.name, o.name) as "partyName"
       from operator o
       left join party p on p.operator_id = o.id and p.id = coalesce($1::uuid, $2::uuid)`,
      [scope.partnerId, scope.customerId],
    );
    return rows[0] ?? null;
  });

/** The same membership once, however often it is given; the role is the last one given. */
export async function upsertMembership(
  sql: Sql,
  membership: { operatorId: string; userId: string; audience: Audience; partyId: string | null; role: Role },
): Promise<string> {
  const { operatorId, userId, audience, partyId, role } = membership;
  // Two at once for the same person queue here: an operator's own people have no party, and nulls never conflict.
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `membership:${operatorId}:${userId}`,
  ]);
  const updated = await sql.query<{ id: string }>(
    `update membership set role = $5 where operator_id = $1::uuid and user_id = $2::uuid and audience = $3
     and party_id is not distinct from $4::uuid returning id`,
    [operatorId, userId, audience, partyId, role],
  );
  if (updated[0]) return updated[0].id;
  const id = newId();
  await sql.query(
    `insert into membership (operator_id, id, user_id, audience, party_id, role)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5::uuid, $6)`,
    [operatorId, id, userId, audience, partyId, role],
  );
  return id;
}

/** The kind of a party in this scope; null when the scope does not see it. */
export async function findPartyKind(sql: Sql, partyId: string): Promise<string | null> {
  const rows = await sql.query<{ kind: string }>('select kind from party where id = $1::uuid', [partyId]);
  return rows[0]?.kind ?? null;
}

export async function isDemoOperator(sql: Sql): Promise<boolean> {
  const rows = await sql.query<{ isDemo: boolean }>('select is_demo as "isDemo" from operator');
  return rows[0]?.isDemo ?? false;
}

/**
 * Everyone with a membership in the operator, by audience, then party, then name; at most 100. People are seen one
 * by one, each as themselves: a tenant has no list of the world's users.
 */
export async function listMembers(sql: Sql): Promise<MemberRow[]> {
  const memberships = await sql.query<Omit<MemberRow, 'userName' | 'email'>>(
    `select m.id as "membershipId", m.user_id as "userId", m.audience, m.role,
            p.name as "partyName", p.slug as "partySlug"
     from membership m
     join operator o on o.id = m.operator_id
     join party p on p.operator_id = m.operator_id and p.id = coalesce(m.party_id, o.party_id)
     order by array_position(array['operator', 'partner', 'customer'], m.audience), p.name,
              array_position(array['admin', 'billing', 'viewer'], m.role), m.id
     limit 100`,
  );
  const members: MemberRow[] = [];
  for (const membership of memberships) {
    await sql.query(`select set_config('app.user', $1, true)`, [membership.userId]);
    const [user] = await sql.query<{ userName: string; email: string }>(
      'select name as "userName", email from user_account where id = $1::uuid',
      [membership.userId],
    );
    if (user) members.push({ ...membership, ...user });
  }
  await sql.query(`select set_config('app.user', '', true)`);
  return members;
}
