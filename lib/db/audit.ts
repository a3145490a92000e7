import { execute, type Handle } from '@/lib/db/tenant';
import type { Actor } from '@/lib/domain/access/actor';

export type AuditedChange = {
  action: string;
  entityType: string;
  entityId: string;
  before?: unknown;
  after?: unknown;
};

/**
 * Who did what, in the transaction that did it. The database gives the sequence number and the hash over the
 * entry and the one before it (`append_audit`), one operator at a time, so the chain has no fork and no gap.
 */
export const appendAudit = (handle: Handle, actor: Actor, change: AuditedChange): Promise<void> =>
  appendAudits(handle, actor, [change]);

/** The same of several changes, in their order. */
export const appendAudits = (
  handle: Handle,
  actor: Actor,
  changes: readonly AuditedChange[],
): Promise<void> =>
  execute(
    handle,
    `select append_audit($1::uuid, $2, x->>'action', x->>'entityType', (x->>'entityId')::uuid, x->'before', x->'after')
     from (select x from jsonb_array_elements($3::jsonb) with ordinality as e(x, n) order by n offset 0) o`,
    [actor.operatorId, `${actor.kind}:${actor.id} ${actor.name}`, JSON.stringify(changes)],
  );
