import {
  type ComparisonRow,
  type DifferenceRow,
  type DifferenceTotal,
  findComparison,
  listDifferenceRows,
  sumDifferences,
} from '@/lib/db/differences';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { findPartnerBill } from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { DifferenceCause } from '@/lib/domain/billing/partner-bill/compare-rating';
import type { Step } from '@/lib/domain/rating/step';
import { AppError, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { comparePartnerBill } from '@/lib/services/differences/compare-partner-bill';
import type { viewPartnerSide } from '@/lib/services/differences/partner-side';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { holdPartnerBills } from '@/lib/services/partner-bills/hold-partner-bills';

export type Difference = Omit<DifferenceRow, 'detail'> & {
  /** The likeliest first. */
  causes: DifferenceCause[];
  hub: { name: string; unit: string | null; quantity: string; amount: string; steps: Step[] }[];
  partner: ReturnType<typeof viewPartnerSide>;
};

export type Differences = Page<Difference> & {
  /** Null where the hub holds no usage of what the partner bills. */
  comparison: Omit<ComparisonRow, 'isStale'> | null;
  totals: DifferenceTotal[];
};

/**
 * A partner's bill beside the hub's own rating. When usage has come in since they were compared, they are compared again first, unless
 * another bill of the partner is being read right now: then it is as it was compared last, with the time of that.
 * Fails: `not_found`.
 */
export async function listDifferences(
  ctx: ServiceContext,
  id: string,
  query: ListQuery,
): Promise<Differences> {
  authorise(ctx, 'partner-bill.read');
  const scope = scopeOf(ctx.actor);
  const bill = await withTenantSql(scope, (sql) => findPartnerBill(sql, id));
  if (!bill) throw notFound('The partner bill');
  // Usage totals are not for partners' eyes: what they come to on its own bill is.
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    if (!(await findComparison(sql, bill.id))?.isStale) return;
    await holdPartnerBills(sql, ctx.actor, bill.partner.id);
    await comparePartnerBill(sql, ctx.actor.operatorId, bill.id);
  }).catch(leaveAsCompared);
  return withTenantSql(scope, async (sql) => {
    const comparison = await findComparison(sql, bill.id);
    const { data, nextCursor } = await listDifferenceRows(sql, bill.id, query);
    return {
      data: data.map(({ detail, ...row }) => ({
        ...row,
        ...(detail as Pick<Difference, 'causes' | 'hub' | 'partner'>),
      })),
      nextCursor,
      comparison: comparison && {
        comparedAt: comparison.comparedAt,
        tolerancePercent: comparison.tolerancePercent,
      },
      totals: await sumDifferences(sql, bill.id),
    };
  });
}

function leaveAsCompared(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'partner_bills_busy')) throw error;
}
