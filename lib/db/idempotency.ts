import { withTenantSql } from '@/lib/db/tenant';
import type { Scope } from '@/lib/domain/access/actor';

/** Whose request: `scope` names the actor and the address, so that one key never answers for another's. */
export type IdempotentRequest = { operatorId: string; scope: string; key: string; requestHash: Buffer };

export type Claim =
  | { kind: 'ours' }
  | { kind: 'answered'; status: number; response: unknown }
  | { kind: 'under_way' }
  | { kind: 'other_request' };

/**
 * Takes the key for a request that is about to run, or says what became of the one that took it before. A claim
 * without an answer is given up after five minutes: whoever held it is gone, and what it did is guarded by its own
 * unique keys.
 */
export const claimKey = (scope: Scope, request: IdempotentRequest): Promise<Claim> =>
  withTenantSql(scope, async (sql) => {
    const taken = await sql.query(
      `insert into idempotency_key as k (operator_id, scope, key, request_hash) values ($1::uuid, $2, $3, $4)
       on conflict (operator_id, scope, key) do update set created_at = now()
         where k.status is null and k.request_hash = excluded.request_hash
           and k.created_at < now() - interval '5 minutes'
       returning 1`,
      [request.operatorId, request.scope, request.key, request.requestHash],
    );
    if (taken.length === 1) return { kind: 'ours' };
    const [row] = await sql.query<{ same: boolean; status: number | null; response: unknown }>(
      `select request_hash = $4 as same, status, response from idempotency_key
       where operator_id = $1::uuid and scope = $2 and key = $3`,
      [request.operatorId, request.scope, request.key, request.requestHash],
    );
    // Between the two statements a failed attempt may have freed the key: the caller tries again.
    if (!row) return { kind: 'under_way' };
    if (!row.same) return { kind: 'other_request' };
    if (row.status === null) return { kind: 'under_way' };
    return { kind: 'answered', status: row.status, response: row.response };
  });

/** Keeps the answer for every later request with the same key. */
export const keepAnswer = (
  scope: Scope,
  request: IdempotentRequest,
  answer: { status: number; response: unknown },
): Promise<void> =>
  withTenantSql(scope, async (sql) => {
    await sql.query(
      `update idempotency_key set status = $4, response = $5::jsonb
       where operator_id = $1::uuid and scope = $2 and key = $3`,
      [request.operatorId, request.scope, request.key, answer.status, JSON.stringify(answer.response)],
    );
  });

/** A request that was refused or failed leaves the key free, so that it can be put right and sent again. */
export const freeKey = (scope: Scope, request: IdempotentRequest): Promise<void> =>
  withTenantSql(scope, async (sql) => {
    await sql.query(
      'delete from idempotency_key where operator_id = $1::uuid and scope = $2 and key = $3 and status is null',
      [request.operatorId, request.scope, request.key],
    );
  });
