import type { Sql } from '@/lib/db/tenant';
import { enqueue } from '@/lib/queue/enqueue';

/** After bills were issued, in the transaction that says so: accounts' credits are spent on them, one job for all, beside the run. */
export const queueCredit = (sql: Sql, operatorId: string): Promise<void> =>
  enqueue(sql, 'credit.apply', { operatorId }, { jobKey: `credit.apply:${operatorId}` });
