import type pg from 'pg';
import type { Bench } from '../bench';
import { settle } from '../bench';
import type { Answer } from '../http';
import type { Measured } from '../row';
import { median } from '../statistics';
import { type KeyedSide, newEvents, type Side, type UsageEvent, withSides } from './sides';

const BATCH = 500;

/** Events a second over HTTP ÷ those of a server that only stores the same rows, running totals with them. */
export const measureIngest = (bench: Bench): Promise<Measured> =>
  withSides(bench, async ({ site, product, floor }) => {
    const [ours, theirs] = [await product(), await floor('/with-totals')];
    const rates = await inTurns(bench, site.owner, [ours, theirs], async (side, batches) => {
      requireOk(await side.connections.each(batches, (events, lane) => side.send(events, lane)));
    });
    await requireEqualUsage(site.owner, ours, theirs);
    return ratio(
      rates[0]!,
      rates[1]!,
      'a server that only parses and stores the same rows by COPY, totals too',
    );
  });

/**
 * The same, with the price of what has come in asked for after every batch, ÷ a server that stores the events alone. The product
 * prices a total when somebody looks, by the code that bills; a batch is followed by the bill so far of one of its accounts.
 */
export const measureRatedIngest = (bench: Bench): Promise<Measured> =>
  withSides(bench, async ({ site, url, product, floor }) => {
    const [ours, theirs] = [await product(), await floor('/events')];
    const accounts = await accountIds(site.owner, ours);
    const rates = await inTurns(bench, site.owner, [ours, theirs], async (side, batches) => {
      const send = async (events: UsageEvent[], lane: number) => {
        const answer = await side.send(events, lane);
        if (side !== ours) return answer;
        const account = accounts[Number(events[0]!.subject.split('-')[1]) % accounts.length];
        const headers = ours.headers(lane);
        const bill = await ours.connections.request(`${url}/api/v1/billing-accounts/${account}/current`, {
          headers,
        });
        return bill.status === 200 ? answer : bill;
      };
      requireOk(await side.connections.each(batches, send));
    });
    return ratio(rates[0]!, rates[1]!, 'a server that only stores events, without totals and prices');
  });

/** Rounds of the same batches to each side, the order turning; answers events a second per side and round. */
async function inTurns<S extends Side>(
  { quick }: Bench,
  owner: pg.Client,
  sides: readonly (S | Side)[],
  send: (side: S | Side, batches: UsageEvent[][]) => Promise<void>,
): Promise<number[][]> {
  const { rounds, batchCount } = quick ? { rounds: 3, batchCount: 16 } : { rounds: 7, batchCount: 60 };
  const rates: number[][] = sides.map(() => []);
  for (let round = -1; round < rounds; round += 1) {
    const batches = Array.from({ length: batchCount }, () => newEvents(BATCH));
    const order = sides.map((_, index) => (round % 2 === 0 ? index : sides.length - 1 - index));
    for (const index of order) {
      await settle(owner);
      const since = performance.now();
      await send(sides[index]!, batches);
      const perSecond = (batchCount * BATCH) / ((performance.now() - since) / 1000);
      // The first round warms both up.
      if (round >= 0) rates[index]!.push(perSecond);
    }
  }
  return rates;
}

function ratio(ours: readonly number[], theirs: readonly number[], floor: string): Measured {
  const thousands = (rates: readonly number[]) => `${(median(rates) / 1000).toFixed(1)}k`;
  return {
    value: median(ours) / median(theirs),
    note: `${thousands(ours)} events a second in batches of ${BATCH} over 8 connections, ${thousands(theirs)} by ${floor}; medians of ${ours.length}`,
  };
}

export function requireOk(answers: readonly Answer[]): void {
  for (const { status, body } of answers) {
    if (status !== 200) throw new Error(`An answer was ${status}: ${body.slice(0, 300)}`);
    const { rejected = 0, conflict = 0, duplicate = 0 } = JSON.parse(body) as Record<string, number>;
    if (rejected + conflict + duplicate > 0) throw new Error(`Not all were accepted: ${body.slice(0, 300)}`);
  }
}

async function accountIds(owner: pg.Client, { volume }: KeyedSide): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select id from billing_account where operator_id = $1 order by substr(number, 3)::int`,
    [volume.world.operatorId],
  );
  return rows.map(({ id }) => id);
}

/** Both sides must have stored the same events and come to the same totals. */
async function requireEqualUsage(owner: pg.Client, a: Side, b: Side): Promise<void> {
  const sums = async ({ volume }: Side) => {
    const { rows } = await owner.query(
      `select (select concat_ws(' ', count(*), sum(quantity)) from usage_event where operator_id = $1) as events,
         (select count(*) from usage_key where operator_id = $1) as keys,
         (select concat_ws(' ', count(*), sum(quantity), sum(maximum), sum(event_count)) from usage_total where operator_id = $1) as totals`,
      [volume.world.operatorId],
    );
    return JSON.stringify(rows[0]);
  };
  const [ours, theirs] = [await sums(a), await sums(b)];
  if (ours !== theirs) throw new Error(`The sides stored different usage: ${ours} and ${theirs}`);
}
