import { findCycle } from '@/lib/db/cycles';
import { type ExpectationRow, listExpectationRows } from '@/lib/db/expectations';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type ExpectationView = Omit<ExpectationRow, 'decidedBy'> & {
  /** The name of who decided; null for the agreement's own policy. */
  decidedBy: string | null;
};

/** What partners owe a cycle, the most pressing first. Empty before it has ended. Fails: `not_found`. */
export async function listCycleExpectations(
  ctx: ServiceContext,
  cycleId: string,
): Promise<ExpectationView[]> {
  authorise(ctx, 'cycle.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    if (!(await findCycle(sql, cycleId))) throw notFound('The billing cycle');
    return (await listExpectationRows(sql, { cycleId, now: ctx.now })).map(expectationView);
  });
}

/** What a partner owes still, over all cycles; null: the partner who asks. Fails: `not_found`. */
export async function listPartnerExpectations(
  ctx: ServiceContext,
  partner: string | null,
): Promise<ExpectationView[]> {
  authorise(ctx, 'partner-bill.read');
  const { id: partnerId } = await findBillingPartner(ctx, partner);
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) =>
    listExpectationRows(sql, { partnerId, now: ctx.now }),
  );
  return rows.map(expectationView);
}

export function expectationView(row: ExpectationRow): ExpectationView {
  const { decidedBy } = row;
  // As the audit has it: kind:id name.
  return { ...row, decidedBy: decidedBy?.includes(' ') ? decidedBy.slice(decidedBy.indexOf(' ') + 1) : null };
}
