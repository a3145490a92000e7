import { findSweep, listSettledCases } from '@/lib/db/dunning';
import { findOperator } from '@/lib/db/operators';
import { listOperatorIds, withTenantSql } from '@/lib/db/tenant';
import { scopeOf, systemActor } from '@/lib/domain/access/actor';
import { civilDateAt, clockAt } from '@/lib/domain/period/zone';
import { enqueue } from '@/lib/queue/enqueue';

/** Letters are written in the morning. */
const FROM_HOUR = 8;

/**
 * Every few minutes: enqueues the day's dunning of operators where it is morning and the day is not done, and of those where somebody in dunning owes
 * nothing any more, who is let go at once. Only a worker sees all operators.
 */
export async function wakeDunning(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds()) {
    await withTenantSql(scopeOf(systemActor(operatorId)), async (sql) => {
      const operator = await findOperator(sql);
      if (!operator) return;
      const today = civilDateAt(now, operator.timeZone);
      const isMorning = Number(clockAt(now, operator.timeZone).slice(11, 13)) >= FROM_HOUR;
      const isDue = isMorning && (await findSweep(sql, today)) === null;
      if (!isDue && (await listSettledCases(sql, today)).length === 0) return;
      await enqueue(sql, 'dunning.sweep', { operatorId }, { jobKey: `dunning.sweep:${operatorId}` });
    });
  }
}
