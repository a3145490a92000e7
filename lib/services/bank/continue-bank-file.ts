import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { enqueue } from '@/lib/queue/enqueue';
import { matchBankFile } from '@/lib/services/bank/match-bank-file';
import type { ServiceContext } from '@/lib/services/context';

/** The job: decides what is left of a file, and comes back for the rest when the worker is to end. */
export async function continueBankFile(
  ctx: ServiceContext,
  fileId: string,
  signal: AbortSignal,
): Promise<void> {
  await matchBankFile(ctx, fileId, { signal });
  if (!signal.aborted) return;
  const { operatorId } = ctx.actor;
  await withTenantSql(scopeOf(ctx.actor), (sql) =>
    enqueue(sql, 'bank-file.match', { operatorId, fileId }, { jobKey: `bank-file.match:${fileId}` }),
  );
}
