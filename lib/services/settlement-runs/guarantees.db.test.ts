import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { topUpGuarantees } from '@/lib/services/settlement-runs/top-up-guarantees';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;
let world: IssuedWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
  world = await buildIssuedWorld(database.ownerUrl, { accounts: 6, partnerLines: 0 });
}, 120_000);

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

// As no role of ours can: every test starts from the issued world, and leaves it as it was.
beforeEach(() => owner.query('set session_replication_role = replica'));
afterEach(async () => {
  await owner.query(
    `delete from posting where journal_id in (select id from journal where event = 'guarantee.topped-up')`,
  );
  await owner.query(`delete from journal where event = 'guarantee.topped-up'`);
  await owner.query('delete from guarantee_check');
  await owner.query(`update settlement_term set terms = terms - 'minimumGuarantee'`);
  await owner.query('reset session_replication_role');
});

const id = (of: string) => worldId(`meridian:${of}`);
const QUARTER = id('cycle:quarter');
const SECOND = { agreement: id('agreement:second'), term: id('term:second') };
const topUp = () =>
  withTenantSql(scopeOf(world.ctx.actor), (sql) => topUpGuarantees(sql, world.operatorId, '2026-05-31'));
const guarantee = (term: string, minor: bigint) =>
  owner.query(
    `update settlement_term set terms = terms || jsonb_build_object('minimumGuarantee', round($2::numeric / 100, 2)::text) where id = $1`,
    [term, minor],
  );
async function sum(of: string, params: unknown[]): Promise<bigint> {
  const { rows } = await owner.query<{ sum: string }>(
    `select coalesce(sum(s.amount_minor), 0) as sum from line_share s ${of}`,
    params,
  );
  return BigInt(rows[0]!.sum);
}
const kept = (partner: string) => sum('where s.term_id = $1', [id(`term:${partner}`)]);
/** Of the lines that Aegis sells all but what the operator keeps: what Aegis received, by another way than the engine's. */
const aegisReceived = (where = 'true') =>
  sum(`join bill_line l on l.id = s.line_id where l.offering_id = $1 and s.party_id <> $2 and ${where}`, [
    id('offering:guard'),
    world.operatorPartyId,
  ]);
const checks = async () =>
  (
    await owner.query<{ term: string; cycle: string; received: string; top_up: string | null }>(
      `select term_id as term, cycle_id as cycle, received_minor as received, top_up_minor as top_up from guarantee_check order by lines desc`,
    )
  ).rows;
const booked = async () =>
  (
    await owner.query<{ party: string; credit: string }>(
      `select g.party_id as party, g.credit_minor as credit from posting g join journal j on j.id = g.journal_id
       where j.event = 'guarantee.topped-up' and g.credit_minor > 0`,
    )
  ).rows;

test('a guarantee is of what a party receives, whatever it passes on', async () => {
  const received = await aegisReceived();
  expect(received > (await kept('aegis'))).toBe(true);
  await guarantee(id('term:aegis'), received);
  expect(await topUp()).toBe(0);
  expect(await checks()).toMatchObject([{ term: id('term:aegis'), received: String(received), top_up: '0' }]);
});

test('a discount that others bear does not lower what the term gave', async () => {
  await owner.query(`update account_discount set borne_by = 'operator'`);
  const received = await aegisReceived(`l.kind <> 'discount'`);
  expect(received).not.toBe(await aegisReceived());
  await guarantee(id('term:aegis'), received + 100n);
  await topUp();
  expect(await booked()).toEqual([{ party: id('party:aegis'), credit: '100' }]);
  await owner.query(`update account_discount set borne_by = 'shared'`);
});

test('only in the rhythm in which the term itself has shares, in months without any as well', async () => {
  await owner.query(
    `insert into cycle_spec select (jsonb_populate_record(s, '{"id": "00000000-0000-7000-8000-000000000001", "name": "Quarter"}')).* from cycle_spec s`,
  );
  await owner.query(
    `insert into billing_cycle select (jsonb_populate_record(c, jsonb_build_object('id', '${QUARTER}', 'state', 'issued',
       'spec_id', '00000000-0000-7000-8000-000000000001'))).* from billing_cycle c where c.id = $1`,
    [world.cycleId],
  );
  // A share of the party in the other rhythm, by another term.
  await owner.query(
    `insert into line_share select (jsonb_populate_record(s, jsonb_build_object('cycle_id', '${QUARTER}', 'line_id', gen_random_uuid(),
       'term_id', $2::uuid))).* from line_share s where s.term_id = $1 limit 1`,
    [id('term:sentinel'), id('term:cumulus')],
  );
  await owner.query(`update billing_cycle set state = 'issued' where id = $1`, [world.nextCycleId]);
  const received = await kept('sentinel');
  await guarantee(id('term:sentinel'), received + 5n);
  expect(await topUp()).toBe(2);
  expect(new Map((await checks()).map(({ cycle, top_up }) => [cycle, top_up]))).toEqual(
    new Map([
      [world.cycleId, '5'],
      [world.nextCycleId, String(received + 5n)],
      [QUARTER, null],
    ]),
  );
  await owner.query(`delete from line_share where cycle_id = '${QUARTER}'`);
  await owner.query(`delete from billing_cycle where id = '${QUARTER}'`);
  await owner.query(`update billing_cycle set state = 'open' where id = $1`, [world.nextCycleId]);
});

test('versions that change in a cycle have one guarantee: the last one’s, with the shares of those before it', async () => {
  const received = await kept('skymesh');
  await guarantee(id('term:skymesh'), received + 700n);
  await owner.query(`update agreement set valid_to = '2026-03-16' where id = $1`, [id('agreement:skymesh')]);
  await owner.query(
    `insert into agreement select (jsonb_populate_record(a, jsonb_build_object('id', '${SECOND.agreement}', 'version', 2,
       'valid_from', '2026-03-16', 'valid_to', null))).* from agreement a where id = $1`,
    [id('agreement:skymesh')],
  );
  await owner.query(
    `insert into settlement_term select (jsonb_populate_record(t, jsonb_build_object('id', '${SECOND.term}', 'agreement_id', '${SECOND.agreement}',
       'terms', t.terms || jsonb_build_object('minimumGuarantee', round($2::numeric / 100, 2)::text)))).* from settlement_term t where id = $1`,
    [id('term:skymesh'), received + 900n],
  );
  expect([await topUp(), await topUp()]).toEqual([1, 0]);
  expect(await booked()).toEqual([{ party: id('party:skymesh'), credit: '900' }]);
  await owner.query(`delete from settlement_term where id = '${SECOND.term}'`);
  await owner.query(`delete from agreement where id = '${SECOND.agreement}'`);
  await owner.query(`update agreement set valid_to = null where id = $1`, [id('agreement:skymesh')]);
});

test('waits for the cycle’s last bill, and is looked at once', async () => {
  const received = await kept('skymesh');
  await guarantee(id('term:skymesh'), received + 1n);
  await owner.query(
    `insert into billing_cycle_chunk select (jsonb_populate_record(k, jsonb_build_object('id', md5('k')::uuid, 'drafts', 1, 'issued', -1))).*
     from billing_cycle_chunk k limit 1`,
  );
  expect([await topUp(), await checks()]).toEqual([0, []]);
  await owner.query(`delete from billing_cycle_chunk where id = md5('k')::uuid`);
  expect(await topUp()).toBe(1);
  await guarantee(id('term:skymesh'), received + 100_000n);
  expect([await topUp(), await booked()]).toEqual([0, [{ party: id('party:skymesh'), credit: '1' }]]);
});
