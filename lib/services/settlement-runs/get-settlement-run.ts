import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { readRunView, type SettlementRunView } from '@/lib/services/settlement-runs/settlement-run-view';

/** Fails: `not_found`, for partners as well. */
export async function getSettlementRun(ctx: ServiceContext, runId: string): Promise<SettlementRunView> {
  authorise(ctx, 'settlement-run.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readRunView(sql, runId));
}
