import { newId } from '@/lib/db/id';
import { containing, type KeysetList, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { callAlone, type Sql, withTenantSql } from '@/lib/db/tenant';
import type { Audience, Role } from '@/lib/domain/access/actor';
import type { KeyGrant } from '@/lib/domain/access/key-grant';

export type KeyState = 'live' | 'expired' | 'revoked';

export type HeldKey = KeyGrant & {
  id: string;
  operatorId: string;
  name: string;
  state: KeyState;
  /** Whether its last use is on record to within `USE_NOTED_EVERY`. */
  isUseNoted: boolean;
};

/** The key with this SHA-256 (64 hexadecimal digits), in whatever state it is; one round trip. */
export async function findHeldKey(keyHashHex: string, now: string): Promise<HeldKey | null> {
  const rows = await callAlone<HeldKey>(
    `select k.id, k.operator_id as "operatorId", k.name, k.audience, k.party_id as "partyId", k.role, k.permissions,
       ${stateAt('$2')} as state,
       coalesce(k.last_used_at > $2::timestamptz - ${USE_NOTED_EVERY}, false) as "isUseNoted"
     from held_api_key($1) k`,
    [keyHashHex, now],
    'api_key.held',
  );
  return rows[0] ?? null;
}

/** Says that the key was used, unless another process has said so within `USE_NOTED_EVERY`. */
export const noteKeyUse = (key: { id: string; operatorId: string; now: string }): Promise<unknown> =>
  withTenantSql({ operatorId: key.operatorId, partnerId: null, customerId: null }, (sql) =>
    sql.query(
      `update api_key set last_used_at = $2::timestamptz
       where id = $1::uuid and (last_used_at is null or last_used_at <= $2::timestamptz - ${USE_NOTED_EVERY})`,
      [key.id, key.now],
    ),
  );

const USE_NOTED_EVERY = "interval '5 minutes'";

const stateAt = (now: string) =>
  `case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${now}::timestamptz then 'expired' else 'live' end`;

export type ApiKeyRow = KeyGrant & {
  id: string;
  name: string;
  /** Its first characters, to recognise it by. */
  prefix: string;
  party: { id: string; slug: string; name: string } | null;
  state: KeyState;
  createdBy: string | null;
  makerAudience: Audience | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  replacedById: string | null;
  revokedAt: string | null;
  /** A demo's key, which its guide publishes. */
  isPublished: boolean;
};

/** Keys the scope sees, the latest first; filters `state`, `audience`, `party` (id); the text finds name, beginning and party. */
export const listApiKeys = (sql: Sql, query: ListQuery, now: string): Promise<Page<ApiKeyRow>> =>
  readPage(sql, { ...KEY_LIST, select: listed, params: listParams(query, now) }, query);

const KEY_LIST: Omit<KeysetList, 'select' | 'params'> = {
  sortable: { createdAt: { column: '"createdAt"', type: 'timestamptz' } },
  defaultSort: { id: 'createdAt', descending: true },
};

const listParams = ({ q, filters }: ListQuery, now: string) => [
  now,
  q,
  containing(q),
  filters.state ?? [],
  filters.audience ?? [],
  filters.party ?? [],
];

/** Fresh from the row, in the scope that sees it. */
export async function findApiKey(sql: Sql, id: string, now: string): Promise<ApiKeyRow | null> {
  const [row] = await sql.query<ApiKeyRow>(`${SELECT_KEY} where k.id = $2::uuid`, [now, id]);
  return row ?? null;
}

/** As `findApiKey`, until the transaction ends alone: of two that end it at once the second sees what the first did. */
export async function lockApiKey(sql: Sql, id: string, now: string): Promise<ApiKeyRow | null> {
  await sql.query('select 1 from api_key where id = $1::uuid for update', [id]);
  return findApiKey(sql, id, now);
}

const SELECT_KEY = `
  select k.id, k.name, k.prefix, k.audience, k.party_id as "partyId", k.role, k.permissions, ${stateAt('$1')} as state,
    k.created_by as "createdBy", k.maker_audience as "makerAudience", k.created_at as "createdAt",
    k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt", k.replaced_by_id as "replacedById",
    k.revoked_at as "revokedAt",
    k.prefix like 'trb\\_demo\\_%' and o.is_demo as "isPublished",
    case when p.id is not null then jsonb_build_object('id', p.id, 'slug', p.slug, 'name', p.name) end as party
  from api_key k
  join operator o on o.id = k.operator_id
  left join party p on p.operator_id = k.operator_id and p.id = k.party_id`;

const listed = `${SELECT_KEY}
  where ($2 = '' or k.name ilike $3 or k.prefix ilike $3 or p.name ilike $3)
    and (cardinality($4::text[]) = 0 or ${stateAt('$1')} = any($4))
    and (cardinality($5::text[]) = 0 or k.audience = any($5))
    and (cardinality($6::text[]) = 0 or k.party_id::text = any($6))`;

/** Live keys of a party (null: the operator itself): those that go on, and all with those that are being replaced. */
export async function countLiveKeys(
  sql: Sql,
  owner: { operatorId: string; partyId: string | null; now: string },
): Promise<{ lasting: number; all: number }> {
  // Whoever makes one for the same party waits here, so that two at once do not both find room.
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `api-key:${owner.operatorId}:${owner.partyId ?? ''}`,
  ]);
  const [row] = await sql.query<{ lasting: number; all: number }>(
    `select count(*) filter (where k.replaced_by_id is null)::int as lasting, count(*)::int as all
     from api_key k where k.party_id is not distinct from $1::uuid and ${stateAt('$2')} = 'live'`,
    [owner.partyId, owner.now],
  );
  return row!;
}

export type NewApiKey = {
  operatorId: string;
  name: string;
  audience: Audience;
  partyId: string | null;
  role: Role;
  permissions: readonly string[] | null;
  prefix: string;
  keyHashHex: string;
  createdBy: string;
  makerAudience: Audience;
  createdAt: string;
  expiresAt: string | null;
};

/** Stores the hash of a key, never the key. Null when that very key exists already. */
export async function insertApiKey(sql: Sql, key: NewApiKey): Promise<string | null> {
  const rows = await sql.query<{ id: string }>(
    `insert into api_key (operator_id, id, name, prefix, key_hash, audience, party_id, role, permissions, created_by,
       maker_audience, created_at, expires_at)
     values ($1::uuid, $2::uuid, $3, $4, decode($5, 'hex'), $6, $7::uuid, $8, $9, $10, $11, $12::timestamptz, $13::timestamptz)
     on conflict (key_hash) do nothing returning id`,
    [
      ...[key.operatorId, newId(), key.name, key.prefix, key.keyHashHex, key.audience, key.partyId, key.role],
      ...[key.permissions, key.createdBy, key.makerAudience, key.createdAt, key.expiresAt],
    ],
  );
  return rows[0]?.id ?? null;
}

/**
 * A key ($1), and what was made with it or with what it made, however far down: not the key that took its own place by exchange, which goes
 * on without it, and not a demo's published ones. One that a person exchanged since is that person's.
 */
const WITH_DESCENDANTS = `
  with recursive family as (
    select k.operator_id, k.id, k.replaced_by_id as successor_id from api_key k where k.id = $1::uuid
    union all
    select k.operator_id, k.id, null from family f
    join api_key k on k.operator_id = f.operator_id and split_part(k.created_by, ' ', 1) = 'key:' || f.id
    where k.id is distinct from f.successor_id and k.prefix not like 'trb\\_demo\\_%')`;

/** Ends a key and all that were made with it; the first revocation's moment stays. Answers the others that it ended. */
export async function revokeKey(sql: Sql, id: string, now: string): Promise<string[]> {
  const ended = await sql.query<{ id: string }>(
    `${WITH_DESCENDANTS}
     update api_key k set revoked_at = $2::timestamptz from family f
     where k.operator_id = f.operator_id and k.id = f.id and k.revoked_at is null and (k.id = $1::uuid or ${stateAt('$2')} = 'live')
     returning k.id`,
    [id, now],
  );
  return ended.flatMap((key) => (key.id === id ? [] : [key.id]));
}

/** Names a key's successor and when it ends at the latest, and with it all that were made with it; its successor does not. */
export const replaceKey = (
  sql: Sql,
  key: { id: string; replacedById: string; endsAt: string },
): Promise<unknown> =>
  sql.query(
    `${WITH_DESCENDANTS}
     update api_key k set expires_at = least(k.expires_at, $3::timestamptz),
       replaced_by_id = case when k.id = $1::uuid then $2::uuid else k.replaced_by_id end
     from family f
     where k.operator_id = f.operator_id and k.id = f.id and k.id <> $2::uuid and k.revoked_at is null`,
    [key.id, key.replacedById, key.endsAt],
  );
