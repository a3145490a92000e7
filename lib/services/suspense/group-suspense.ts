import { findOperator } from '@/lib/db/operators';
import { findPricesById } from '@/lib/db/suspense-prices';
import { listSenders, type SuspenseBucket, sumWaiting } from '@/lib/db/suspense-reads';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { Currency } from '@/lib/domain/money/currency';
import { compareDecimal, type Decimal, decimal } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import { type Estimate, readPriceBook } from '@/lib/services/suspense/price-book';

export type SuspenseGroup = {
  reason: string;
  sender: { id: string; slug: string; name: string } | null;
  /** Null where there is no such meter. */
  meter: string | null;
  events: number;
  subjects: number;
  oldestAt: string;
  /** Estimates, one for each currency; the most first. */
  atStake: { amount: string; currency: string }[];
  /** Events whose money cannot be told. */
  withoutEstimate: number;
};

export type SuspenseSummary = {
  events: number;
  atStake: { amount: string; currency: string }[];
  withoutEstimate: number;
  groups: SuspenseGroup[];
};

/**
 * All waiting usage by reason, sender and meter with the money at stake, the most first (of the operator's currency, then of others,
 * then by number). One aggregate whatever waits. The money is an estimate (`readPriceBook`); what has none is counted apart.
 */
export async function groupSuspense(ctx: ServiceContext): Promise<SuspenseSummary> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const operator = (await findOperator(sql))!;
    const buckets = await sumWaiting(sql, {}, operator.partyId);
    const estimates = await estimateBuckets(sql, buckets, { timeZone: operator.timeZone, now: ctx.now });
    const senders = new Map(
      (
        await listSenders(
          sql,
          buckets.map(({ senderId }) => senderId),
        )
      ).map((p) => [p.id, p]),
    );
    const sized = buckets.map((bucket, index) => ({ ...bucket, estimate: estimates[index]! }));
    const groups = [
      ...groupBy(sized, ({ reason, senderId, meter }) => `${reason} ${senderId} ${meter}`).values(),
    ].map((parts) => ({
      ...toGroup(parts, operator.currency),
      sender: senders.get(parts[0]!.senderId) ?? null,
    }));
    const whole = toGroup(sized, operator.currency);
    return {
      events: whole.events,
      atStake: whole.atStake,
      withoutEstimate: whole.withoutEstimate,
      groups: groups.sort(byMoney(operator.currency)),
    };
  });
}

async function estimateBuckets(
  sql: Sql,
  buckets: readonly SuspenseBucket[],
  at: { timeZone: string; now: string },
): Promise<(Estimate | null)[]> {
  const priceIds = [...new Set(buckets.flatMap(({ priceId }) => priceId ?? []))];
  const prices = new Map((await findPricesById(sql, priceIds)).map((price) => [price.id, price]));
  const sellers = buckets.flatMap(({ senderId, meter }) => (meter === null ? [] : [{ senderId, meter }]));
  const book = await readPriceBook(sql, sellers, at);
  return buckets.map(({ senderId, meter, priceId, quantity, count, subjects }) => {
    if (meter === null) return null;
    const price = priceId === null ? undefined : prices.get(priceId);
    const sum = { quantity: decimal(quantity), events: count, subjects };
    return book({ senderId, meter, named: price ? [price] : [] }, sum);
  });
}

type Sized = SuspenseBucket & { estimate: Estimate | null };

function toGroup(parts: readonly Sized[], home: string): Omit<SuspenseGroup, 'sender'> {
  const first = parts[0];
  const sums = new Map<Currency, bigint>();
  for (const { estimate } of parts) {
    if (estimate) sums.set(estimate.currency, (sums.get(estimate.currency) ?? 0n) + estimate.minor);
  }
  const unknown = parts.filter(({ estimate }) => estimate === null);
  return {
    reason: first?.reason ?? '',
    meter: first?.meter ?? null,
    events: total(parts, ({ count }) => count),
    subjects: total(parts, ({ subjects }) => subjects),
    oldestAt: parts.map(({ oldestAt }) => oldestAt).sort()[0] ?? '',
    atStake: [...sums]
      .sort(([a], [b]) => Number(b === home) - Number(a === home) || (a < b ? -1 : 1))
      .map(([currency, minor]) => ({ amount: formatMinor(minor, currency), currency })),
    withoutEstimate: total(unknown, ({ count }) => count),
  };
}

const total = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((sum, item) => sum + of(item), 0);

/** Amounts of different currencies are not compared: those in the operator's own come first. */
const byMoney = (home: string) => (a: SuspenseGroup, b: SuspenseGroup) =>
  compareDecimal(moneyIn(b, home), moneyIn(a, home)) || b.events - a.events;

function moneyIn({ atStake }: SuspenseGroup, home: string): Decimal {
  const money = atStake.find(({ currency }) => currency === home);
  return decimal(money?.amount ?? '-1');
}
