import type pg from 'pg';
import { type Bench, settle } from '../bench';
import type { Measured } from '../row';
import { median, percentile } from '../statistics';
import { newEvents, type Side, withSides } from './sides';
import { requireOk } from './throughput-rows';

/** The slowest but one in a hundred of single events over 8 connections ÷ the same of the floor, which keeps totals too. */
export const measureEvent = (bench: Bench): Promise<Measured> =>
  withSides(bench, async ({ site, product, floor }) => {
    const { rounds, events } = bench.quick ? { rounds: 3, events: 500 } : { rounds: 7, events: 2000 };
    const [ours, theirs] = [await product(), await floor('/with-totals')];
    for (const side of [ours, theirs]) await warmUp(side);
    const p99 = new Map<Side, number[]>([
      [ours, []],
      [theirs, []],
    ]);
    for (let round = 0; round < rounds; round += 1) {
      for (const side of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) {
        await settle(site.owner);
        const answers = await side.connections.each(newEvents(events), (event, lane) =>
          side.send([event], lane),
        );
        requireOk(answers);
        const times = answers.map(({ ms }) => ms);
        p99.get(side)!.push(percentile(times, 99));
      }
    }
    const [ms, floorMs] = [median(p99.get(ours)!), median(p99.get(theirs)!)];
    return {
      value: ms / floorMs,
      note: `${ms.toFixed(1)} ms, floor ${floorMs.toFixed(1)} ms; ${events} events a round over 8 connections, medians of ${rounds}`,
    };
  });

/** A process that has been up for a minute is measured, not its compiler: the same requests take twice as long before. */
async function warmUp(side: Side): Promise<void> {
  requireOk(await side.connections.each(newEvents(WARM_UP), (event, lane) => side.send([event], lane)));
}

const WARM_UP = 3000;

/** From the answer to an event until the bill so far shows it, at worst. */
export const measureVisible = (bench: Bench): Promise<Measured> =>
  withSides(bench, async ({ site, url, product }) => {
    const count = bench.quick ? 20 : 100;
    const side = await product();
    const { rows } = await site.owner.query<{ id: string }>(
      `select id from billing_account where operator_id = $1 order by id limit $2`,
      [side.volume.world.operatorId, count],
    );
    const waits: number[] = [];
    for (const { id } of rows) {
      const read = () =>
        side.connections.request(`${url}/api/v1/billing-accounts/${id}/current`, {
          headers: side.headers(0),
        });
      const before = (await read()).body;
      const subject = await meteredReference(site.owner, id);
      const [event] = newEvents(1);
      requireOk([await side.send([{ ...event!, subject, data: { meter: 'units', quantity: '1000' } }])]);
      const since = performance.now();
      for (;;) {
        const { status, body } = await read();
        if (status !== 200)
          throw new Error(`The bill so far was answered with ${status}: ${body.slice(0, 300)}`);
        if (totalOf(body) !== totalOf(before)) break;
        if (performance.now() - since > TIMEOUT_MS) throw new Error('An event was not visible within 10 s');
      }
      waits.push((performance.now() - since) / 1000);
    }
    return {
      value: Math.max(...waits),
      note: `the slowest of ${count}, the reading of the bill with it; half within ${(median(waits) * 1000).toFixed(0)} ms`,
    };
  });

const TIMEOUT_MS = 10_000;

const totalOf = (body: string) => (JSON.parse(body) as { total: string }).total;

async function meteredReference(owner: pg.Client, accountId: string): Promise<string> {
  const { rows } = await owner.query<{ reference: string }>(
    `select reference from product where billing_account_id = $1 and name = 'Usage' order by id limit 1`,
    [accountId],
  );
  return rows[0]!.reference;
}
