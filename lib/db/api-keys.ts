import { newId } from '@/lib/db/id';
import { callAlone, type Sql } from '@/lib/db/tenant';
import type { Audience, Role } from '@/lib/domain/access/actor';

export type ApiKeyRow = {
  id: string;
  operatorId: string;
  name: string;
  audience: Audience;
  partyId: string | null;
  role: Role;
};

/** The key with this SHA-256 (64 hexadecimal digits), unless it is revoked. */
export async function findLiveApiKey(keyHashHex: string): Promise<ApiKeyRow | null> {
  const rows = await callAlone<ApiKeyRow>(
    `select id, operator_id as "operatorId", name, audience, party_id as "partyId", role from live_api_key($1)`,
    [keyHashHex],
    'api_key.live',
  );
  return rows[0] ?? null;
}

/** Stores the hash of a key, never the key. Null when that very key exists already. */
export async function insertApiKey(
  sql: Sql,
  key: Omit<ApiKeyRow, 'id'> & { prefix: string; keyHashHex: string; createdAt: string },
): Promise<string | null> {
  const rows = await sql.query<{ id: string }>(
    `insert into api_key (operator_id, id, name, prefix, key_hash, audience, party_id, role, created_at)
     values ($1::uuid, $2::uuid, $3, $4, decode($5, 'hex'), $6, $7::uuid, $8, $9::timestamptz)
     on conflict (key_hash) do nothing returning id`,
    [
      key.operatorId,
      newId(),
      key.name,
      key.prefix,
      key.keyHashHex,
      key.audience,
      key.partyId,
      key.role,
      key.createdAt,
    ],
  );
  return rows[0]?.id ?? null;
}

/** Ends a key of the party (of any party for null); false when there is none. The first revocation's moment stays. */
export async function revokeApiKey(
  sql: Sql,
  key: { id: string; partyId: string | null; now: string },
): Promise<boolean> {
  const rows = await sql.query(
    `update api_key set revoked_at = coalesce(revoked_at, $3::timestamptz)
     where id = $1::uuid and ($2::uuid is null or party_id = $2::uuid) returning id`,
    [key.id, key.partyId, key.now],
  );
  return rows.length === 1;
}
