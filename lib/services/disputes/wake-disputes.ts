import { listOperatorIds, withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { enqueue } from '@/lib/queue/enqueue';

/** Enqueues the look at disputes that wait for partners, one job an operator. Only a worker sees all operators. */
export async function wakeDisputes(): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), (sql) =>
      enqueue(sql, 'dispute.sweep', { operatorId }, { jobKey: `dispute.sweep:${operatorId}` }),
    );
  }
}
