import type pg from 'pg';
import { newId } from '@/lib/db/id';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { cancelSettlementRun } from '@/lib/services/settlement-runs/cancel-settlement-run';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { type Bench, type Site, settle, withSite } from '../bench';
import type { Measured } from '../row';
import { median } from '../statistics';
import { personOf, type SettlementWorld, settlementWorld } from './settlement-world';

const PARTNERS = 500;

/**
 * A settlement run from its start to its review ÷ the leanest SQL that leaves the same payouts, entries and sums: one insert, one update and
 * one insert, without policies, triggers, locks and checks. In turns, over the same entries, which go back after each.
 */
export function measureSettlement(bench: Bench): Promise<Measured> {
  // A small run is half plans and caches, so its first round only warms both sides up.
  const { journals, rounds, warmUps } = bench.quick
    ? { journals: 2_000, rounds: 3, warmUps: 1 }
    : { journals: 100_000, rounds: 3, warmUps: 0 };
  return withSite(bench, async (site) => {
    const partyOf = `(n * 10 + p) % ${PARTNERS}`;
    const world = await settlementWorld(site, { slug: 'settlement', partners: PARTNERS, journals, partyOf });
    const times: { product: number[]; floor: number[] } = { product: [], floor: [] };
    for (let round = -warmUps; round < rounds; round += 1) {
      const sides = [
        async () => times.product.push(await runProduct(site, world)),
        async () => times.floor.push(await runFloor(site, world)),
      ];
      for (const side of round % 2 === 0 ? sides : sides.reverse()) {
        await side();
        await settle(site.owner);
      }
      if (round < 0) for (const taken of Object.values(times)) taken.length = 0;
    }
    const [product, floor] = [median(times.product), median(times.floor)];
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
    return {
      value: product / floor,
      note: `${journals * 10} lines of ${PARTNERS} partners: ${seconds(product)} ÷ ${seconds(floor)}; medians of ${rounds}`,
    };
  });
}

async function runProduct(site: Site, world: SettlementWorld): Promise<number> {
  const ctx = personOf(world, 'bench', site.now);
  const since = performance.now();
  const { id } = await startSettlementRun(ctx, { through: world.through });
  await advanceSettlementRun(ctx, id);
  const took = performance.now() - since;
  await requireSums(site.owner, id);
  await cancelSettlementRun(ctx, id);
  return took;
}

async function runFloor({ owner }: Site, { operatorId, through }: SettlementWorld): Promise<number> {
  const run = newId();
  const of = [operatorId, run, through];
  // A superuser whom no policy binds, and tables whose triggers are off.
  await owner.query('set session_replication_role = replica');
  const since = performance.now();
  await owner.query('begin');
  await owner.query(
    `insert into payout (operator_id, id, run_id, party_id, currency, through_on, state, conditions, created_at)
     select $1, gen_random_uuid(), $2, party_id, 'EUR', $3::date, 'review', '{}', now()
     from payable_total where operator_id = $1 group by party_id having sum(entries) > 0`,
    of,
  );
  await owner.query(
    `update payable_entry e set payout_id = p.id, payout_minor = e.amount_minor
     from payout p where p.run_id = $2 and p.operator_id = $1 and e.operator_id = $1 and e.party_id = p.party_id and e.payout_id is null
       and e.booked_on <= $3::date`,
    of,
  );
  await owner.query(
    `insert into payout_sum (operator_id, payout_id, party_id, currency, event, entries, amount_minor, payout_minor)
     select e.operator_id, payout_id, e.party_id, e.currency, event, count(*), sum(e.amount_minor), sum(payout_minor)
     from payable_entry e join payout p on p.operator_id = $1 and p.run_id = $2 and p.id = e.payout_id
     where e.operator_id = $1 group by 1, 2, 3, 4, 5`,
    of.slice(0, 2),
  );
  await owner.query('commit');
  const took = performance.now() - since;
  await requireSums(owner, run);
  const payouts = 'select id from payout where operator_id = $1 and run_id = $2';
  await owner.query(
    `update payable_entry set payout_id = null, payout_minor = null where operator_id = $1 and payout_id in (${payouts})`,
    of.slice(0, 2),
  );
  await owner.query(
    `delete from payout_sum where operator_id = $1 and payout_id in (${payouts})`,
    of.slice(0, 2),
  );
  await owner.query('delete from payout where operator_id = $1 and run_id = $2', of.slice(0, 2));
  await owner.query('reset session_replication_role');
  return took;
}

/** Neither side is timed for less than the whole work. */
async function requireSums(owner: pg.Client, runId: string): Promise<void> {
  const { rows } = await owner.query<{ left: string; wrong: string }>(
    `select (select count(*) from payable_entry where payout_id is null) as left,
       (select count(*) from payout_sum s join payout p on p.operator_id = s.operator_id and p.id = s.payout_id
        cross join lateral (
          select count(*) as entries, sum(e.payout_minor) as minor from payable_entry e
          where e.operator_id = p.operator_id and e.payout_id = p.id) x
        where p.run_id = $1 and (s.entries <> x.entries or s.payout_minor is distinct from x.minor)) as wrong`,
    [runId],
  );
  if (rows[0]!.left !== '0' || rows[0]!.wrong !== '0') {
    throw new Error(`${rows[0]!.left} entries are left, and ${rows[0]!.wrong} sums are wrong`);
  }
}
