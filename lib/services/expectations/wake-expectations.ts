import { listOperatorIds, withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { enqueue } from '@/lib/queue/enqueue';

/** Enqueues the look at what partners owe, one job an operator. Only a worker sees all operators. */
export async function wakeExpectations(): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), (sql) =>
      enqueue(sql, 'expectation.sweep', { operatorId }, { jobKey: `expectation.sweep:${operatorId}` }),
    );
  }
}
