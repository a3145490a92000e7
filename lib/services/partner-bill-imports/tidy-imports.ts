import { appendAudit } from '@/lib/db/audit';
import { lockBillImport } from '@/lib/db/partner-bill-imports';
import { listOperatorIds, type Sql, withTenantSql } from '@/lib/db/tenant';
import { listUnfinishedUploads } from '@/lib/db/upload-chunks';
import { systemActor } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { endImport } from '@/lib/services/partner-bill-imports/end-import';
import { operatorWide } from '@/lib/services/partner-bills/acting';

const UNFINISHED_AFTER_MS = 24 * 3_600_000;
const BROKE_OFF = 'The upload broke off and was not taken up again within a day. Send the file again.';

/** For every operator: removes the parts of uploads that broke off. Only a worker may see all operators. */
export async function tidyAllImports(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds())
    await tidyImports({ actor: systemActor(operatorId), now });
}

/**
 * Uploads begun more than a day ago whose end never came, because their sender or the web process died: they fail with a sentence.
 * Answers how many. What was received whole is never touched.
 */
export async function tidyImports(ctx: ServiceContext): Promise<number> {
  const before = new Date(Date.parse(ctx.now) - UNFINISHED_AFTER_MS).toISOString();
  const scope = operatorWide(ctx.actor);
  const ids = await withTenantSql(scope, (sql) => listUnfinishedUploads(sql, 'partner_bill_import', before));
  for (const id of ids) await withTenantSql(scope, (sql) => tidy(sql, ctx, id));
  return ids.length;
}

async function tidy(sql: Sql, ctx: ServiceContext, id: string): Promise<void> {
  const state = await lockBillImport(sql, id);
  if (state !== 'receiving') return;
  await appendAudit(sql, ctx.actor, {
    action: 'partner-bill-import.tidied',
    entityType: 'partner_bill_import',
    entityId: id,
    before: { state },
    after: { state: 'failed' },
  });
  const failure = { code: 'upload_interrupted', message: BROKE_OFF, issues: [] };
  await endImport(sql, ctx.actor.operatorId, id, { state: 'failed', failure });
}
