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

export type BookOptions = { period: string; currency: string; accounts: readonly string[]; seed: number };

/**
 * The partner's books for one month (`2026-10`): per account a commitment, compute by tiers of hours, storage by the day, and a
 * credit now and then. The same options give the same books, so what the hub should show can be computed beside it.
 */
export function chargesOf({ period, currency, accounts, seed }: BookOptions): Charge[] {
  const random = generator(seed);
  const days = daysIn(period);
  return accounts.flatMap((account, index) => {
    const base = { account, accountName: `Tenant ${account}`, currency };
    const month = { from: `${period}-01`, to: dayAfter(period, days) };
    const hours = 200 + Math.floor(random() * 900);
    const charges: Charge[] = [
      {
        ...base,
        ...month,
        id: `${period}-${account}-commit`,
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
        id: `${period}-${account}-compute`,
        service: 'Compute',
        category: 'Usage',
        description: `${hours} instance hours`,
        quantity: String(hours),
        unit: 'hour',
        net: computePrice(hours),
      },
    ];
    for (let day = 1; day <= days; day += 1) {
      const gigabytes = 10 + Math.floor(random() * 400);
      charges.push({
        ...base,
        id: `${period}-${account}-storage-${day}`,
        service: 'Storage',
        category: 'Usage',
        description: 'Object storage',
        quantity: String(gigabytes),
        unit: 'GB',
        net: BigInt(gigabytes) * micros('0.000766'),
        from: dayOf(period, day),
        to: day === days ? month.to : dayOf(period, day + 1),
      });
    }
    if (index % 3 === 2) {
      charges.push({
        ...base,
        ...month,
        id: `${period}-${account}-credit`,
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
export function usageOf({ period, accounts, seed }: BookOptions, meter: string): Usage[] {
  const random = generator(seed + 1);
  return accounts.flatMap((account) =>
    Array.from({ length: daysIn(period) }, (_, day) => ({
      id: `${period}-${account}-${day + 1}`,
      account,
      product: account,
      meter,
      quantity: String(1 + Math.floor(random() * 5000) / 100),
      at: `${dayOf(period, day + 1)}T${String(Math.floor(random() * 24)).padStart(2, '0')}:15:00Z`,
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

const daysIn = (period: string): number => {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
};
const dayOf = (period: string, day: number): string => `${period}-${String(day).padStart(2, '0')}`;
const dayAfter = (period: string, day: number): string =>
  new Date(Date.parse(`${dayOf(period, day)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
