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
export async function appendAudit(handle: Handle, actor: Actor, change: AuditedChange): Promise<void> {
  await execute(handle, 'select append_audit($1::uuid, $2, $3, $4, $5::uuid, $6::jsonb, $7::jsonb)', [
    actor.operatorId,
    `${actor.kind}:${actor.id} ${actor.name}`,
    change.action,
    change.entityType,
    change.entityId,
    change.before === undefined ? null : JSON.stringify(change.before),
    change.after === undefined ? null : JSON.stringify(change.after),
  ]);
}
