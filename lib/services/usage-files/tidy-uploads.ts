import { appendAudit } from '@/lib/db/audit';
import { listOperatorIds, type Sql, withTenantSql } from '@/lib/db/tenant';
import { deleteChunks, listUnfinishedUploads } from '@/lib/db/upload-chunks';
import { lockUsageFile } from '@/lib/db/usage-files';
import { systemActor } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { endFile } from '@/lib/services/usage-files/end-file';

const UNFINISHED_AFTER_MS = 24 * 3_600_000;
const BROKE_OFF = 'The upload broke off and was not taken up again within a day. Send the file again.';

/** For every operator: removes the parts of uploads that broke off. Only a worker may see all operators. */
export async function tidyAllUploads(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds())
    await tidyUploads({ actor: systemActor(operatorId), now });
}

/**
 * Uploads begun more than a day ago whose end never came, because their sender or the web process died: their parts are deleted,
 * and they fail with a sentence. Answers how many. What was received whole is never touched.
 */
export async function tidyUploads(ctx: ServiceContext): Promise<number> {
  const before = new Date(Date.parse(ctx.now) - UNFINISHED_AFTER_MS).toISOString();
  const scope = operatorWide(ctx.actor);
  const ids = await withTenantSql(scope, (sql) => listUnfinishedUploads(sql, 'usage_file', before));
  for (const id of ids) await withTenantSql(scope, (sql) => tidy(sql, ctx, id));
  return ids.length;
}

async function tidy(sql: Sql, ctx: ServiceContext, id: string): Promise<void> {
  const state = (await lockUsageFile(sql, id))?.state;
  if (state !== 'receiving') return;
  await deleteChunks(sql, { kind: 'usage_file', id });
  const entity = { entityType: 'usage_file', entityId: id };
  const change = { before: { state }, after: { state: 'failed' } };
  await appendAudit(sql, ctx.actor, { action: 'usage-file.tidied', ...entity, ...change });
  await endFile(sql, ctx.actor.operatorId, id, { state: 'failed', failure: BROKE_OFF });
}
