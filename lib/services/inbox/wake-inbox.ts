import path from 'node:path';
import { listOperatorIds, withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import { enqueue } from '@/lib/queue/enqueue';

/** Enqueues, for every operator, the round through its partners' folders. Only a worker sees all operators. */
export async function wakeInbox(): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), (sql) =>
      enqueue(sql, 'inbox.sweep', { operatorId }, { jobKey: `inbox.sweep:${operatorId}` }),
    );
  }
}

/** Where partners' folders are. */
export function inboxRoot(): string {
  const { TRIBUTARY_INBOX, TRIBUTARY_DATA_DIR } = env();
  return path.resolve(TRIBUTARY_INBOX ?? path.join(TRIBUTARY_DATA_DIR, 'inbox'));
}
