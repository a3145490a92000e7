import type { Sql } from '@/lib/db/tenant';

export type AuditEntryRow = {
  /** The entry's place in the operator's chain. */
  id: string;
  at: string;
  /** `kind:id name`, as `appendAudit` writes it. */
  actor: string;
  action: string;
  entityType: string;
  entityId: string;
};

/** The latest entries about any of the entities; at most `limit`. */
export const listAuditEntries = (
  sql: Sql,
  entityIds: readonly string[],
  limit: number,
): Promise<AuditEntryRow[]> =>
  sql.query<AuditEntryRow>(
    `select seq::text as id, at, actor, action, entity_type as "entityType", entity_id as "entityId"
     from audit_entry where entity_id = any($1::uuid[]) order by seq desc limit $2`,
    [entityIds, limit],
  );
