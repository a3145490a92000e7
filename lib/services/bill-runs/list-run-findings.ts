import { type FindingGroupRow, groupRunFindings } from '@/lib/db/run-findings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { RELEASABLE } from '@/lib/domain/billing/hold-cause';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** `canRelease`: whether a person may overrule it. */
export type FindingGroup = FindingGroupRow & { canRelease: boolean };

/** What a run's checks found, by kind: errors first, then by the most money at stake. */
export async function listRunFindings(ctx: ServiceContext, runId: string): Promise<FindingGroup[]> {
  authorise(ctx, 'bill-run.read');
  const groups = await withTenantSql(scopeOf(ctx.actor), (sql) => groupRunFindings(sql, runId));
  return groups.map((group) => ({
    ...group,
    canRelease: group.severity !== 'error' || RELEASABLE.has(group.code),
  }));
}
