import { findOperator } from '@/lib/db/operators';
import { findPricesById } from '@/lib/db/suspense-prices';
import { listSenders, sampleWaiting, sumWaiting, type WaitingSumRow } from '@/lib/db/suspense-reads';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { Currency } from '@/lib/domain/money/currency';
import { compareDecimal, type Decimal, decimal } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import type { WaitingSum } from '@/lib/services/suspense/estimate-money';
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
 * then by number). One aggregate and a bounded sample whatever waits. The money is an estimate (`readPriceBook`); what has none is
 * counted apart.
 */
export async function groupSuspense(ctx: ServiceContext): Promise<SuspenseSummary> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const operator = (await findOperator(sql))!;
    const rows = await sumWaiting(sql);
    const parts = await partsOf(sql, rows, operator.partyId);
    const estimated = await estimateParts(sql, parts, { timeZone: operator.timeZone, now: ctx.now });
    const senderIds = rows.map(({ senderId }) => senderId);
    const senders = new Map((await listSenders(sql, senderIds)).map((party) => [party.id, party]));
    const groups = rows.map(({ quantity: _, senderId, ...row }, n) => ({
      ...row,
      sender: senders.get(senderId) ?? null,
      ...moneyOf(
        estimated.filter((part) => part.n === n),
        operator.currency,
      ),
    }));
    return {
      events: rows.reduce((sum, { events }) => sum + events, 0),
      ...moneyOf(estimated, operator.currency),
      groups: groups.sort(byMoney(operator.currency)),
    };
  });
}

/** Of one group, what one price takes. */
type Part = WaitingSum & { n: number; senderId: string; meter: string | null; priceId: string | null };

/** Groups cut by the prices of the products that they name; where there are more than were sampled, in the sample's proportion. */
async function partsOf(sql: Sql, rows: readonly WaitingSumRow[], ownPartyId: string): Promise<Part[]> {
  const sampled = rows.flatMap(({ reason, senderId, meter }, n) =>
    meter === null || reason === 'unknown_product' ? [] : [{ n, reason, senderId, meter }],
  );
  const samples = groupBy(
    await sampleWaiting(sql, sampled, { ownPartyId, subjects: SUBJECTS_SAMPLED }),
    ({ n }) => String(n),
  );
  return rows.flatMap(({ senderId, meter, quantity, events, subjects }, n) => {
    const whole = { quantity: decimal(quantity), events, subjects };
    const found = samples.get(String(n)) ?? [];
    const all = found.reduce((sum, sample) => sum + sample.events, 0);
    if (all === 0) return [{ n, senderId, meter, priceId: null, ...whole }];
    return found.map((sample) => {
      const share = (count: number) => Math.round((count * sample.events) / all);
      const isWhole = all === events;
      return {
        n,
        senderId,
        meter,
        priceId: sample.priceId,
        quantity: isWhole
          ? decimal(sample.quantity)
          : (divideRounded(whole.quantity * BigInt(sample.events), BigInt(all), 'half_away') as Decimal),
        events: isWhole ? sample.events : share(events),
        subjects: isWhole ? sample.subjects : Math.max(1, share(subjects)),
      };
    });
  });
}

const SUBJECTS_SAMPLED = 200;

type EstimatedPart = Part & { estimate: Estimate | null };

async function estimateParts(
  sql: Sql,
  parts: readonly Part[],
  at: { timeZone: string; now: string },
): Promise<EstimatedPart[]> {
  const priceIds = [...new Set(parts.flatMap(({ priceId }) => priceId ?? []))];
  const prices = new Map((await findPricesById(sql, priceIds)).map((price) => [price.id, price]));
  const sellers = parts.flatMap(({ senderId, meter }) => (meter === null ? [] : [{ senderId, meter }]));
  const book = await readPriceBook(sql, sellers, at);
  return parts.map((part) => {
    const { senderId, meter, priceId } = part;
    if (meter === null) return { ...part, estimate: null };
    const price = priceId === null ? undefined : prices.get(priceId);
    return { ...part, estimate: book({ senderId, meter, named: price ? [price] : [] }, part) };
  });
}

function moneyOf(
  parts: readonly EstimatedPart[],
  home: string,
): Pick<SuspenseGroup, 'atStake' | 'withoutEstimate'> {
  const sums = new Map<Currency, bigint>();
  for (const { estimate } of parts) {
    if (estimate) sums.set(estimate.currency, (sums.get(estimate.currency) ?? 0n) + estimate.minor);
  }
  return {
    atStake: [...sums]
      .sort(([a], [b]) => Number(b === home) - Number(a === home) || (a < b ? -1 : 1))
      .map(([currency, minor]) => ({ amount: formatMinor(minor, currency), currency })),
    withoutEstimate: parts.reduce((sum, { estimate, events }) => sum + (estimate ? 0 : events), 0),
  };
}

/** Amounts of different currencies are not compared: those in the operator's own come first. */
const byMoney = (home: string) => (a: SuspenseGroup, b: SuspenseGroup) =>
  compareDecimal(moneyIn(b, home), moneyIn(a, home)) || b.events - a.events;

function moneyIn({ atStake }: SuspenseGroup, home: string): Decimal {
  const money = atStake.find(({ currency }) => currency === home);
  return decimal(money?.amount ?? '-1');
}
