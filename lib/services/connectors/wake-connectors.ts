import { hasLiveConnector } from '@/lib/db/connectors';
import { listOperatorIds, withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { enqueue } from '@/lib/queue/enqueue';

/** Enqueues, for every operator with a live connector, the round that asks its partners. Only a worker sees all operators. */
export async function wakeConnectors(): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), async (sql) => {
      if (!(await hasLiveConnector(sql))) return;
      await enqueue(
        sql,
        'connector.pull-due',
        { operatorId },
        { jobKey: `connector.pull-due:${operatorId}` },
      );
    });
  }
}
