import { listSilentRefunds, listSilentSessions } from '@/lib/db/payment-sessions';
import { listOperatorIds, withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { enqueue } from '@/lib/queue/enqueue';

/** Every few minutes: enqueues the questions of operators whose payment providers have been silent. Only a worker sees all operators. */
export async function wakeProviders(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), async (sql) => {
      const silent =
        (await listSilentSessions(sql, now, 1)).length + (await listSilentRefunds(sql, now, 1)).length;
      if (silent === 0) return;
      await enqueue(sql, 'provider.ask', { operatorId }, { jobKey: `provider.ask:${operatorId}` });
    });
  }
}
