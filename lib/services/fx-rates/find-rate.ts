import { listRatesBetween } from '@/lib/db/fx-rates';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type ChosenRate, chooseRate, MAX_RATE_AGE_DAYS } from '@/lib/domain/money/choose-rate';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type RateQuestion = { from: string; to: string /** A day, YYYY-MM-DD. */; on: string };

/**
 * What one unit of a currency costs in another on a day: the latest rate of that day or at most seven days before it, direct, inverse, or
 * through the euro, and it says which. In the caller's transaction, of the operator or of one of its partners.
 * Fails: `rate_missing`.
 */
export async function findRate(sql: Sql, { from, to, on }: RateQuestion): Promise<ChosenRate> {
  const earliest = addDays(civilDate(on), -MAX_RATE_AGE_DAYS);
  const known = from === to ? [] : await listRatesBetween(sql, [from, to], { from: earliest, to: on });
  const chosen = chooseRate(known, from, to);
  if (chosen) return chosen.path === 'same' ? { ...chosen, validOn: on } : chosen;
  throw conflict(
    'rate_missing',
    `There is no rate from ${from} to ${to} on ${on} or in the ${MAX_RATE_AGE_DAYS} days before. Add one under FX rates.`,
  );
}

/** As `findRate`, for whoever may read the rates. */
export async function askRate(ctx: ServiceContext, question: RateQuestion): Promise<ChosenRate> {
  authorise(ctx, 'fx-rate.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => findRate(sql, question));
}
