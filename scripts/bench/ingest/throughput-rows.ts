import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Bench } from '../bench';
import { settle } from '../bench';
import { type Answer, Connections } from '../http';
import type { Measured } from '../row';
import { median } from '../statistics';
import { type KeyedSide, LANES, newEvents, type Side, type UsageEvent, withSides } from './sides';

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
 * The same, while people look at the price of what comes in, ÷ a server that stores the events alone. Totals are kept with the events,
 * and the product prices a total when somebody looks, by the code that bills: so eight accounts are followed as their pages do it,
 * each with a new bill so far 300 ms after it had the last one.
 */
export const measureRatedIngest = (bench: Bench): Promise<Measured> =>
  withSides(bench, async ({ site, url, product, floor }) => {
    const [ours, theirs] = [await product(), await floor('/events')];
    const accounts = (await accountIds(site.owner, ours)).slice(0, LANES);
    const bills: number[] = [];
    const rates = await inTurns(bench, site.owner, [ours, theirs], async (side, batches) => {
      const send = async () =>
        requireOk(await side.connections.each(batches, (events, lane) => side.send(events, lane)));
      if (side !== ours) return send();
      bills.push(await whileFollowed(ours, url, accounts, send));
    });
    const measured = ratio(
      rates[0]!,
      rates[1]!,
      'a server that only stores events, without totals and prices',
    );
    const note = `${measured.note}; ${median(bills)} bills so far of ${LANES} followed accounts were priced meanwhile`;
    return { ...measured, note };
  });

/** Follows the accounts while the work lasts; answers how many bills were read. */
async function whileFollowed(
  side: KeyedSide,
  url: string,
  accounts: readonly string[],
  work: () => Promise<void>,
): Promise<number> {
  // On connections of their own, as the people who look are not the ones who send.
  const connections = new Connections(accounts.length);
  const ended = new AbortController();
  let bills = 0;
  const followers = accounts.map(async (id, lane) => {
    while (!ended.signal.aborted) {
      const address = `${url}/api/v1/billing-accounts/${id}/current`;
      const { status, body } = await connections.request(address, { headers: side.headers(lane) });
      if (status !== 200)
        throw new Error(`The bill so far was answered with ${status}: ${body.slice(0, 300)}`);
      bills += 1;
      await sleep(LOOK_MS, undefined, { signal: ended.signal }).catch(() => {});
    }
  });
  await Promise.all([work().finally(() => ended.abort()), ...followers]);
  connections.close();
  return bills;
}

// As lib/services/bills/watch-account.ts has it.
const LOOK_MS = 300;

/** Rounds of the same batches to each side, the order turning; answers events a second per side and round. */
async function inTurns<S extends Side>(
  { quick }: Bench,
  owner: pg.Client,
  sides: readonly (S | Side)[],
  send: (side: S | Side, batches: UsageEvent[][]) => Promise<void>,
): Promise<number[][]> {
  // Five batches a connection: of two, most of the time is the beginning and the end, when one of the processors waits.
  const { rounds, batchCount } = quick ? { rounds: 3, batchCount: 40 } : { rounds: 7, batchCount: 60 };
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
