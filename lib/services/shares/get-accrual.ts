import { readAccruals } from '@/lib/db/partner-accruals';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { enqueue } from '@/lib/queue/enqueue';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type AccrualView = {
  partner: string;
  /** When this was computed; null before the first time. */
  computedAt: string | null;
  periods: {
    cycle: string;
    period: { from: string; to: string };
    currency: string;
    accounts: number;
    billed: string;
    share: string;
  }[];
};

const FRESH_MS = 5 * 60_000;

/**
 * What a partner has earned of the running periods so far: its next shares, as last computed. When that is longer ago than five
 * minutes it is computed anew behind the scenes, whoever asks how often. `partner` (id or slug) is the operator's to name.
 */
export async function getAccrual(ctx: ServiceContext, partner: string | null): Promise<AccrualView> {
  authorise(ctx, 'share.read');
  const { id, slug } = await findBillingPartner(ctx, partner);
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const rows = await readAccruals(sql, id);
    const computedAt = rows[0]?.computedAt ?? null;
    if (computedAt === null || Date.parse(ctx.now) - Date.parse(computedAt) > FRESH_MS) {
      const jobKey = `partner-accrual.compute:${operatorId}`;
      await enqueue(sql, 'partner-accrual.compute', { operatorId }, { jobKey });
    }
    return {
      partner: slug,
      computedAt,
      periods: rows.map(({ cycle, periodFrom, periodTo, currency, accounts, billedMinor, shareMinor }) => ({
        cycle,
        period: { from: periodFrom, to: periodTo },
        currency,
        accounts,
        billed: moneyOf(currency)(billedMinor),
        share: moneyOf(currency)(shareMinor),
      })),
    };
  });
}
