import { newId } from '@/lib/db/id';
import { type Sql, withIdentity } from '@/lib/db/tenant';
import type { Audience, Role } from '@/lib/domain/access/actor';

export type UserRow = { id: string; email: string; name: string; passwordHash: string; locale: string };
export type MembershipRow = {
  id: string;
  operatorId: string;
  audience: Audience;
  partyId: string | null;
  role: Role;
};
export type SessionRow = MembershipRow & { userId: string; userName: string; email: string; locale: string };

/** A person by address, as typed: addresses are kept in lower case. Null when there is none. */
export const findUserByEmail = (email: string): Promise<UserRow | null> =>
  withIdentity({ email: email.toLowerCase() }, async (sql) => {
    const rows = await sql.query<UserRow>(`select ${userColumns} from user_account where email = $1`, [
      email.toLowerCase(),
    ]);
    return rows[0] ?? null;
  });

/** Adds a person; null when the address is taken. */
export const insertUser = (user: Omit<UserRow, 'id'>): Promise<string | null> =>
  withIdentity({ email: user.email.toLowerCase() }, async (sql) => {
    const rows = await sql.query<{ id: string }>(
      `insert into user_account (id, email, name, password_hash, locale) values ($1::uuid, $2, $3, $4, $5)
       on conflict (email) do nothing returning id`,
      [newId(), user.email.toLowerCase(), user.name, user.passwordHash, user.locale],
    );
    return rows[0]?.id ?? null;
  });

/** The scopes a person may work in: the operator's own first, then partners', then customers', oldest first. */
export const listMembershipsOf = (userId: string): Promise<MembershipRow[]> =>
  withIdentity({ userId }, (sql) => ownMemberships(sql, userId));

/** Opens a session in one of the person's own memberships. Null when the membership is not the person's. */
export const insertSession = (input: {
  userId: string;
  membershipId: string;
  now: string;
  expiresAt: string;
}): Promise<string | null> =>
  withIdentity({ userId: input.userId }, async (sql) => {
    const rows = await sql.query<{ id: string }>(
      `insert into session (id, user_id, membership_id, created_at, expires_at)
       select $1::uuid, m.user_id, m.id, $4::timestamptz, $5::timestamptz
       from membership m where m.user_id = $2::uuid and m.id = $3::uuid
       returning id`,
      [newId(), input.userId, input.membershipId, input.now, input.expiresAt],
    );
    return rows[0]?.id ?? null;
  });

/**
 * Who a session speaks for: null when it is revoked, past its end at `now`, not this person's, or when the
 * membership it was opened in is gone.
 */
export const findLiveSession = (userId: string, sessionId: string, now: string): Promise<SessionRow | null> =>
  withIdentity({ userId }, async (sql) => {
    const rows = await sql.query<SessionRow>(
      `select u.id as "userId", u.name as "userName", u.email, u.locale,
              m.id, m.operator_id as "operatorId", m.audience, m.party_id as "partyId", m.role
       from session s
       join user_account u on u.id = s.user_id
       join membership m on m.user_id = s.user_id and m.id = s.membership_id
       where s.id = $1::uuid and s.user_id = $2::uuid and s.revoked_at is null and s.expires_at > $3::timestamptz`,
      [sessionId, userId, now],
    );
    return rows[0] ?? null;
  });

/** Ends one session, or (without an id) every session of the person. A session that has ended stays ended. */
export const revokeSessions = (userId: string, now: string, sessionId?: string): Promise<void> =>
  withIdentity({ userId }, async (sql) => {
    await sql.query(
      `update session set revoked_at = $2::timestamptz
       where user_id = $1::uuid and revoked_at is null and ($3::uuid is null or id = $3::uuid)`,
      [userId, now, sessionId ?? null],
    );
  });

/** Moves a live session to another of the person's own memberships; false when it is not theirs. */
export const moveSession = (userId: string, sessionId: string, membershipId: string): Promise<boolean> =>
  withIdentity({ userId }, async (sql) => {
    const rows = await sql.query(
      `update session s set membership_id = m.id from membership m
       where s.id = $1::uuid and s.user_id = $2::uuid and s.revoked_at is null
         and m.user_id = s.user_id and m.id = $3::uuid
       returning s.id`,
      [sessionId, userId, membershipId],
    );
    return rows.length === 1;
  });

const userColumns = 'id, email, name, password_hash as "passwordHash", locale';

function ownMemberships(sql: Sql, userId: string): Promise<MembershipRow[]> {
  return sql.query<MembershipRow>(
    `select id, operator_id as "operatorId", audience, party_id as "partyId", role from membership
     where user_id = $1::uuid
     order by array_position(array['operator', 'partner', 'customer'], audience), created_at, id`,
    [userId],
  );
}
