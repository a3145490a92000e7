import { findAccount } from '@/lib/db/accounts';
import { newId } from '@/lib/db/id';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import {
  dropUsageDays,
  findUsedKeys,
  lockUsageWatch,
  oldestIntake,
  readAlertAddresses,
  readUsageDays,
  rollUsageDays,
  type WatchedKey,
  type WatchedUsage,
} from '@/lib/db/usage-days';
import { scopeOf } from '@/lib/domain/access/actor';
import { findUnusualUsage, type UnusualUsage } from '@/lib/domain/billing/unusual-usage';
import { decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { addDays, type CivilDate, civilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { notFound } from '@/lib/errors';
import { raiseAlerts, type ToRaise } from '@/lib/services/alerts/raise-alerts';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

/** Days that a comparison looks back: eight weeks and the day itself, and what midnight in another zone may add. */
const LOOK_BACK_DAYS = 58;
const KEEP_DAYS = 120;
const CHUNK_KEYS = 500;
/** Usage that arrived but is not committed yet is met by the next look, not passed by. */
const SETTLE_MS = 300_000;

/**
 * Adds the usage that has arrived since the last look to its days, and compares the day that runs and the one before, of every
 * product that was used since, with the product's own history; an alert for each unusual one, once per product, meter and day. A
 * product that fell silent is the pre-bill checks' to find. `settleMs` is how long usage must have been there to be taken.
 */
export async function watchUsage(
  ctx: ServiceContext,
  { settleMs = SETTLE_MS } = {},
): Promise<{ watched: number; alerts: number }> {
  authorise(ctx, 'budget.manage');
  const scope = scopeOf(ctx.actor);
  const keys = await withTenantSql(scope, (sql) => roll(sql, ctx, settleMs));
  let alerts = 0;
  for (let from = 0; from < keys.length; from += CHUNK_KEYS) {
    alerts += await withTenantSql(scope, async (sql) => {
      const found = await findUnusual(sql, keys.slice(from, from + CHUNK_KEYS), ctx.now);
      return (await raiseAlerts(sql, ctx, found)).size;
    });
  }
  return { watched: keys.length, alerts };
}

export type UnusualFinding = { productId: string; details: Record<string, string>; isNew: boolean };

/** The same for one account, now: what is unusual of its running day and the one before. Fails: `forbidden`, `not_found`. */
export async function checkAccountUsage(
  ctx: ServiceContext,
  accountIdOrNumber: string,
): Promise<UnusualFinding[]> {
  authorise(ctx, 'budget.manage');
  const account = await withTenantSql(scopeOf(ctx.actor), (sql) => findAccount(sql, accountIdOrNumber));
  if (!account) throw notFound('The billing account');
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await roll(sql, ctx, SETTLE_MS);
    const yesterday = addDays(civilDateAt(ctx.now, account.timeZone), -1);
    const found = await findUnusual(sql, await findUsedKeys(sql, account.id, yesterday), ctx.now);
    const raised = await raiseAlerts(sql, ctx, found);
    return found.map(({ id, productId, details }) => ({
      productId: productId!,
      details,
      isNew: raised.has(id),
    }));
  });
}

async function roll(sql: Sql, ctx: ServiceContext, settleMs: number): Promise<WatchedKey[]> {
  const from = await lockUsageWatch(sql, ctx.actor.operatorId);
  const settled = new Date(Date.parse(ctx.now) - settleMs).toISOString();
  const intake = await oldestIntake(sql);
  const to = intake !== null && intake < settled ? intake : settled;
  if (from !== null && from >= to) return [];
  const today = civilDate(ctx.now.slice(0, 10));
  await dropUsageDays(sql, addDays(today, -KEEP_DAYS));
  // Yesterday of the zone furthest behind is two days ago in UTC.
  return rollUsageDays(sql, ctx.actor.operatorId, { from, to, sinceDay: addDays(today, -2) });
}

async function findUnusual(sql: Sql, keys: readonly WatchedKey[], now: string): Promise<ToRaise[]> {
  const since = addDays(civilDate(now.slice(0, 10)), -LOOK_BACK_DAYS);
  const usage = await readUsageDays(sql, keys, since);
  const addresses = new Map(
    (await readAlertAddresses(sql, [...new Set(keys.map((key) => key.billingAccountId))])).map((row) => [
      row.billingAccountId,
      row.emails,
    ]),
  );
  return usage.flatMap((product) => {
    const today = civilDateAt(now, product.accountTimeZone);
    return [addDays(today, -1), today].flatMap((day) => {
      const finding = unusualOn(product, day, today, since);
      return finding ? [toAlert(product, day, finding, addresses.get(product.billingAccountId) ?? [])] : [];
    });
  });
}

function unusualOn(
  product: WatchedUsage,
  day: CivilDate,
  today: CivilDate,
  since: CivilDate,
): UnusualUsage | null {
  const measure = MEASURES[product.aggregation] ?? 'events';
  const days = product.days.map(([on, quantity, maximum, events]) => ({
    day: civilDate(on),
    quantity: decimal({ quantity, maximum, events }[measure]),
  }));
  const startedOn = civilDate(product.startedOn);
  return findUnusualUsage({
    day,
    quantity: days.find((entry) => entry.day === day)?.quantity ?? decimal('0'),
    isOver: day < today,
    before: days.filter((entry) => entry.day < day),
    knownSince: startedOn > since ? startedOn : since,
  });
}

/** A day's measure by what its meter does with events; where a day has no sum of its own, how many events there were. */
const MEASURES: Readonly<Record<string, 'quantity' | 'maximum' | 'events'>> = {
  sum: 'quantity',
  max: 'maximum',
};

function toAlert(
  product: WatchedUsage,
  day: CivilDate,
  found: UnusualUsage,
  emails: readonly string[],
): ToRaise {
  const { billingAccountId, customerId, productId, meterId, productName, productReference } = product;
  const isEvents = MEASURES[product.aggregation] === undefined;
  return {
    id: newId(),
    billingAccountId,
    customerId,
    kind: 'unusual_usage',
    subject: `${productId}:${meterId}:${day}`,
    productId,
    emails,
    details: {
      product: productName,
      reference: productReference,
      meter: product.meterName,
      unit: isEvents ? '' : product.unit,
      day,
      direction: found.direction,
      quantity: formatDecimal(found.quantity),
      comparedWith: found.comparedWith,
      count: String(found.count),
      lowest: formatDecimal(found.lowest),
      highest: formatDecimal(found.highest),
      median: formatDecimal(found.median),
      score: found.score,
    },
  };
}
