import { type Micros, micros } from './amount';

export type Charge = {
  id: string;
  account: string;
  accountName: string;
  service: string;
  category: 'Usage' | 'Purchase' | 'Credit';
  description: string;
  quantity: string;
  unit: string;
  net: Micros;
  currency: string;
  from: string;
  /** Exclusive. */
  to: string;
};

export type Usage = {
  id: string;
  account: string;
  product: string;
  meter: string;
  quantity: string;
  at: string;
};

/** Whole days, `to` exclusive. */
export type BookPeriod = { from: string; to: string };

export type BookOptions = BookPeriod & { currency: string; accounts: readonly string[]; seed: number };

/**
 * The partner's books for one period: per account a commitment, compute by tiers of hours, storage by the day, and a
 * credit now and then. The same options give the same books, so what the hub should show can be computed beside it.
 */
export function chargesOf({ from, to, currency, accounts, seed }: BookOptions): Charge[] {
  const random = generator(seed + seedOf(from));
  const days = daysOf({ from, to });
  const name = nameOf({ from, to });
  return accounts.flatMap((account, index) => {
    const base = { account, accountName: `Tenant ${account}`, currency };
    const month = { from, to };
    const hours = 200 + Math.floor(random() * 900);
    const charges: Charge[] = [
      {
        ...base,
        ...month,
        id: `${name}-${account}-commit`,
        service: 'Commitment',
        category: 'Purchase',
        description: 'Monthly commitment',
        quantity: '1',
        unit: 'month',
        net: micros(index % 2 === 0 ? '49.90' : '120'),
      },
      {
        ...base,
        ...month,
        id: `${name}-${account}-compute`,
        service: 'Compute',
        category: 'Usage',
        description: `${hours} instance hours`,
        quantity: String(hours),
        unit: 'hour',
        net: computePrice(hours),
      },
    ];
    for (const [index, day] of days.entries()) {
      const gigabytes = 10 + Math.floor(random() * 400);
      charges.push({
        ...base,
        id: `${name}-${account}-storage-${index + 1}`,
        service: 'Storage',
        category: 'Usage',
        description: 'Object storage',
        quantity: String(gigabytes),
        unit: 'GB',
        net: BigInt(gigabytes) * micros('0.000766'),
        from: day,
        to: dayAfter(day),
      });
    }
    if (index % 3 === 2) {
      charges.push({
        ...base,
        ...month,
        id: `${name}-${account}-credit`,
        service: 'Compute',
        category: 'Credit',
        description: 'Service credit',
        quantity: '1',
        unit: 'credit',
        net: micros('-7.25'),
      });
    }
    return charges;
  });
}

/** Events that the hub would rate itself: some per account and day. */
export function usageOf({ from, to, accounts, seed }: BookOptions, meter: string): Usage[] {
  const random = generator(seed + seedOf(from) + 1);
  return accounts.flatMap((account) =>
    daysOf({ from, to }).map((day, index) => ({
      id: `${nameOf({ from, to })}-${account}-${index + 1}`,
      account,
      product: account,
      meter,
      quantity: String(1 + Math.floor(random() * 5000) / 100),
      at: `${day}T${String(Math.floor(random() * 24)).padStart(2, '0')}:15:00Z`,
    })),
  );
}

/** Each hour at the price of its tier: 500 at 0.08, 500 more at 0.06, then 0.045. */
function computePrice(hours: number): Micros {
  const tiers: [number, string][] = [
    [500, '0.08'],
    [500, '0.06'],
    [Number.POSITIVE_INFINITY, '0.045'],
  ];
  let left = hours;
  let price = 0n;
  for (const [size, unit] of tiers) {
    const here = Math.min(left, size);
    price += BigInt(here) * micros(unit);
    left -= here;
  }
  return price;
}

/** Small, fast, the same everywhere (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `2026-10` as a period. */
export function monthOf(month: string): BookPeriod {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10) };
}

/** A calendar month goes by its short name. */
export function nameOf({ from, to }: BookPeriod): string {
  const month = from.slice(0, 7);
  return from === monthOf(month).from && to === monthOf(month).to ? month : from;
}

/** Every period has books of its own. */
const seedOf = (from: string): number => Number(from.replaceAll('-', ''));

function daysOf({ from, to }: BookPeriod): string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = dayAfter(day)) days.push(day);
  return days;
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
