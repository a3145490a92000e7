import { readBookkeeper, readItemsOfBills } from '@/lib/db/open-items';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { ageOf } from '@/lib/domain/settlement/age-open';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { seenBy } from '@/lib/services/payments/seen-item';

/** `disputed`: all that is open is. `settled`: nothing is open, or the bill is below nothing. */
type Standing = { standing: 'settled' | 'open' | 'overdue' | 'disputed'; open: string };

/** Where the money of issued bills of a list stands, by bill; the others are not in it. Decimal text in each bill's currency. */
export async function readStandings(
  ctx: ServiceContext,
  bills: readonly { id: string; billingAccount: { id: string } }[],
): Promise<Record<string, Standing>> {
  authorise(ctx, 'payment.read');
  if (bills.length === 0) return {};
  const items = await withTenantSql(scopeOf(ctx.actor), (sql) =>
    readItemsOfBills(
      sql,
      bills.map(({ id, billingAccount }) => ({ id, billingAccountId: billingAccount.id })),
    ),
  );
  const { today } = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    readBookkeeper(sql, ctx.actor.operatorId, ctx.now),
  );
  return Object.fromEntries(
    items.map((row) => {
      const { billId, openMinor, disputedMinor, dueOn, currency } = seenBy(ctx.actor, row);
      const isLate = ageOf(dueOn as CivilDate, today as CivilDate) !== 'not_due';
      const standing =
        openMinor <= 0n
          ? ('settled' as const)
          : disputedMinor >= openMinor
            ? ('disputed' as const)
            : isLate
              ? ('overdue' as const)
              : ('open' as const);
      return [billId, { standing, open: moneyOf(currency)(openMinor) }];
    }),
  );
}
