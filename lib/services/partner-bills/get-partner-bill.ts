import {
  findPartnerBill,
  listPartnerBillIssues,
  type PartnerBillIssueRow,
  type PartnerBillRow,
} from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import type { StoredStatement } from '@/lib/services/partner-bills/stored-statement';

export type PartnerBillView = Omit<PartnerBillRow, 'statement'> & {
  issues: PartnerBillIssueRow[];
  statement: StoredStatement | null;
};

/** One partner bill with its totals and findings. Fails: `not_found`, also for another partner's. */
export async function getPartnerBill(ctx: ServiceContext, id: string): Promise<PartnerBillView> {
  authorise(ctx, 'partner-bill.read');
  return viewPartnerBill(ctx, id);
}

/** The same, for the answer of a use case that has authorised already. */
export const viewPartnerBill = (ctx: ServiceContext, id: string): Promise<PartnerBillView> =>
  withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const bill = await findPartnerBill(sql, id);
    if (!bill) throw notFound('The partner bill');
    const statement = bill.statement as StoredStatement | null;
    return { ...bill, statement, issues: await listPartnerBillIssues(sql, id) };
  });
