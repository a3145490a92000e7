import type { Sql } from '@/lib/db/tenant';
import { enqueue } from '@/lib/queue/enqueue';

/** One job a run: its work is a few large statements, which lanes would not make faster. A killed worker costs an attempt. */
export const enqueueSettlementRun = (sql: Sql, operatorId: string, runId: string): Promise<void> =>
  enqueue(
    sql,
    'settlement-run.advance',
    { operatorId, runId },
    { jobKey: `settlement-run.advance:${runId}`, maxAttempts: 100 },
  );
