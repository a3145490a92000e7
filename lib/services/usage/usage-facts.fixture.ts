import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { openCycle } from '@/lib/services/cycles/open-cycle';
import type { SmallWorld } from '@/lib/services/operators/small-world.fixture';

let ids = 0;

/** A sound event for `alpha-sim` in March 2026; overrides replace whole fields, `data` only its own. */
export function usageEventOf(overrides: Record<string, unknown> = {}, data: Record<string, unknown> = {}) {
  ids += 1;
  return {
    specversion: '1.0',
    type: 'usage',
    source: '//alpha/probe',
    id: `e${ids}`,
    time: '2026-03-10T12:00:00Z',
    subject: 'alpha-sim',
    data: { meter: 'data', quantity: '1.5', country: 'DE', ...data },
    ...overrides,
  };
}

/** The stored totals, by product, period and dimensions. */
export const totalsOf = (ctx: ServiceContext) =>
  withTenantSql({ ...scopeOf(ctx.actor), partnerId: null }, (sql) =>
    sql.query<{
      reference: string;
      periodFrom: string;
      dimensionKey: string;
      quantity: string;
      maximum: string;
      count: bigint;
      changes: bigint;
    }>(
      `select p.reference, t.period_from as "periodFrom", t.dimension_key as "dimensionKey",
         trim_scale(t.quantity)::text as quantity, trim_scale(t.maximum)::text as maximum, t.event_count as count,
         t.change_count as changes
       from usage_total t join product p on p.operator_id = t.operator_id and p.id = t.product_id
       order by 1, 2, 3`,
    ),
  );

/** What is or was in suspense, by whoever sent it. */
export const suspenseOf = (ctx: ServiceContext) =>
  withTenantSql(scopeOf(ctx.actor), (sql) =>
    sql.query<{ id: string; subject: string; reason: string; quantity: string; outcome: string | null }>(
      `select event_id as id, body ->> 'subject' as subject, reason, body ->> 'quantity' as quantity, outcome
       from usage_suspense order by event_id, id`,
    ),
  );

export const waitingOf = async (ctx: ServiceContext) =>
  (await suspenseOf(ctx)).filter(({ outcome }) => outcome === null);

export const lateUsageOf = (ctx: ServiceContext) =>
  withTenantSql(scopeOf(ctx.actor), (sql) =>
    sql.query<{ periodFrom: string; events: bigint; billed: bigint }>(
      `select period_from as "periodFrom", event_count as events, billed_event_count as billed from late_usage`,
    ),
  );

/** The bill of February 2026 is out. */
export async function issueFebruary({ ctx, spec }: SmallWorld): Promise<void> {
  const cycle = await openCycle(ctx, spec.id, 13);
  await withTenantSql(scopeOf(ctx.actor), (sql) =>
    sql.query("update billing_cycle set state = 'issued' where id = $1", [cycle.id]),
  );
}
