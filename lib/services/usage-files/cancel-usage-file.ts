import { appendAudit } from '@/lib/db/audit';
import { withTenantSql } from '@/lib/db/tenant';
import { deleteChunks } from '@/lib/db/upload-chunks';
import { findUsageFile, lockUsageFile, type UsageFileState } from '@/lib/db/usage-files';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { endFile } from '@/lib/services/usage-files/end-file';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import type { UsageFileDetail } from '@/lib/services/usage-files/usage-file-view';

/**
 * Stops a file that arrives, waits or is being read: the batch in hand is finished, no other is begun. What was taken stays taken
 * and counts (`rows` says how much); sent again, the file is read from its start and takes what is missing. A file cancelled
 * before is answered as it is. Fails: `not_found`, `file_ended` when it was read or had failed by then.
 */
export async function cancelUsageFile(ctx: ServiceContext, id: string): Promise<UsageFileDetail> {
  authorise(ctx, 'usage.send');
  await getUsageFile(ctx, id);
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const { state } = (await lockUsageFile(sql, id))!;
    if (state === 'cancelled') return;
    if (!CANCELLABLE.has(state)) throw ended(state);
    // Of an upload that is not whole nothing can be read, now or later.
    if (state === 'receiving') await deleteChunks(sql, { kind: 'usage_file', id });
    const { rows } = (await findUsageFile(sql, id))!;
    const entity = { entityType: 'usage_file', entityId: id };
    await appendAudit(sql, ctx.actor, {
      action: 'usage-file.cancelled',
      ...entity,
      before: { state },
      after: { state: 'cancelled', rows },
    });
    await endFile(sql, ctx.actor.operatorId, id, { state: 'cancelled', failure: null });
  });
  return getUsageFile(ctx, id);
}

const CANCELLABLE: ReadonlySet<UsageFileState> = new Set(['receiving', 'waiting', 'reading']);

const ended = (state: UsageFileState) =>
  conflict(
    'file_ended',
    state === 'done'
      ? 'The file has been read to its end. What it brought can be taken back by reversals of its events.'
      : 'The file had failed before. Nothing more of it will be read.',
  );
