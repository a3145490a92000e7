import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type ListQuery, wholeList } from '@/lib/db/keyset';
import type { Actor } from '@/lib/domain/access/actor';
import { type AdjustmentInput, createAdjustment } from '@/lib/services/adjustments/create-adjustment';
import { getAdjustment } from '@/lib/services/adjustments/get-adjustment';
import { listAdjustments } from '@/lib/services/adjustments/list-adjustments';
import { withdrawAdjustment } from '@/lib/services/adjustments/withdraw-adjustment';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import { buildBillingWorld, worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { cancelBillRun } from '@/lib/services/bill-runs/cancel-bill-run';
import { currentBill } from '@/lib/services/bills/current-bill';
import { applyCredit } from '@/lib/services/payments/apply-credit';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await disconnect();
  await owner.end();
  await database.drop();
  expect(faults).toEqual([]);
});

const MARCH = '2026-03-16T12:00:00Z';
const APRIL = '2026-04-05T08:00:00Z';
const MAY = '2026-05-05T08:00:00Z';

let worlds = 0;

async function openWorld(number = 2, partnerLines = 0) {
  worlds += 1;
  const name = `adjusted-${worlds}`;
  const world = await buildBillingWorld(database.ownerUrl, { accounts: 2, partnerLines, name });
  const story = new AccountStory(owner, world, number);
  const add = (amount: string, more: Partial<AdjustmentInput> = {}, now = APRIL) =>
    createAdjustment(story.ctx(now), {
      ...{
        billingAccount: story.id,
        amount,
        description: 'Visit of a technician',
        reason: 'Agreed by phone',
      },
      ...{ owner: 'operator' as const, ...more },
    });
  /** What of its lines are adjustments, in cents, and on which kind of bill. */
  const billed = async () =>
    (
      await owner.query<{ amount: number; kind: string; state: string }>(
        `select l.amount_minor::int as amount, b.kind, b.state from bill b join bill_line l on l.bill_id = b.id
         where b.billing_account_id = $1 and l.line_key like 'adjustment:%' order by l.amount_minor`,
        [story.id],
      )
    ).rows.map(({ amount, kind, state }) => [amount, kind, state]);
  return { story, add, billed, id: (of: string) => worldId(`${name}:${of}`) };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fine',
    (error: { code?: string }) => error.code,
  );

test('a form whose answer was lost makes one adjustment, however often it is sent; with other facts it is refused', async () => {
  const { story, add, id } = await openWorld();
  const form = { key: 'c'.repeat(32), period: { from: '2026-03-04', to: '2026-03-05' } };
  const [made, ...again] = await Promise.all([1, 2, 3].map(() => add('-3.10', form)));
  expect(again).toEqual([made, made]);
  const others: [string, Partial<AdjustmentInput>][] = [
    ['-3.11', {}],
    ['-3.10', { reason: 'Agreed by mail' }],
    ['-3.10', { description: 'A visit' }],
    ['-3.10', { owner: 'partner' }],
    ['-3.10', { taxClass: 'reduced' }],
    ['-3.10', { period: { from: '2026-03-04', to: '2026-03-06' } }],
    ['-3.10', { offering: 'guard' }],
    ['-3.10', { line: id('line') }],
    ['-3.10', { product: id('product') }],
    ['-3.10', { billingAccount: id('account:1') }],
  ];
  for (const [amount, other] of others)
    expect(await codeOf(add(amount, { ...form, ...other }))).toBe('source_key_conflict');
  const { data } = await listAdjustments(story.ctx(APRIL), wholeList);
  expect(data.map((row) => row.id)).toEqual([made!.id]);
  const ofOffering = { key: 'd'.repeat(32), owner: 'partner' as const, offering: 'guard' };
  const charge = await add('10.01', ofOffering);
  expect(await add('10.01', { ...ofOffering, offering: charge.offering!.id })).toEqual(charge);
  expect(await codeOf(add('10.01', { ...ofOffering, offering: undefined }))).toBe('source_key_conflict');
  const cable = { billingAccount: id('account:1'), description: 'Cable, ten metres' };
  const other = await add('7.00', cable, '2026-04-05T09:00:00Z');
  const listed = async (filters: ListQuery['filters'], q = '') =>
    (await listAdjustments(story.ctx(APRIL), { ...wholeList, filters, q })).data.map((row) => row.amount);
  expect(await listed({})).toEqual(['7.00', '10.01', '-3.10']);
  expect(await listed({ kind: ['charge'] })).toEqual(['7.00', '10.01']);
  expect(await listed({ kind: ['credit'], currency: ['EUR'] })).toEqual(['-3.10']);
  expect(await listed({ kind: ['credit', 'charge'], state: ['billed', 'withdrawn'] })).toEqual([]);
  expect(await listed({ currency: ['PLN', 'nonsense'] })).toEqual([]);
  const { id: accountId, number } = other.billingAccount;
  expect(await listed({ account: [number, 'nobody'] })).toEqual(['7.00']);
  expect(await listed({ account: [accountId, story.id] })).toEqual(['7.00', '10.01', '-3.10']);
  expect(await listed({}, 'ten met')).toEqual(['7.00']);
  const first = await listAdjustments(story.ctx(APRIL), { ...wholeList, pageSize: 2 });
  const rest = await listAdjustments(story.ctx(APRIL), { ...wholeList, after: first.nextCursor });
  expect([...first.data, ...rest.data].map((row) => row.amount)).toEqual(await listed({}));
  await withdrawAdjustment(story.ctx(APRIL), other.id, 'Not agreed');
  await withdrawAdjustment(story.ctx(APRIL), charge.id, 'Not agreed');
  await withdrawAdjustment(story.ctx(APRIL), made!.id, 'Not agreed');
  expect(await add('-3.10', form)).toMatchObject({ id: made!.id, state: 'withdrawn' });
});

test('what is added after a bill is a line of the next one, once, as it was written', async () => {
  // The first account has a discount of ten per cent, which is of prices and not of this.
  const { story, add, billed, id } = await openWorld(1);
  const credit = await add('-3.10', {
    taxClass: 'standard',
    period: { from: '2026-03-04', to: '2026-03-05' },
  });
  const charge = await add('10.01', { owner: 'partner', offering: 'guard' });
  expect(charge).toMatchObject({
    state: 'pending',
    amount: '10.01',
    bill: null,
    draft: null,
    currency: 'EUR',
  });
  const run = await story.review(APRIL);
  expect(run.changes).toMatchObject({ created: 2 });
  expect(await billed()).toEqual([
    [-310, 'cycle', 'draft'],
    [1001, 'cycle', 'draft'],
  ]);
  expect((await story.review(APRIL)).changes).toMatchObject({ unchanged: 2, updated: 0, created: 0 });
  expect((await getAdjustment(story.ctx(APRIL), charge.id)).draft).not.toBeNull();

  // Aegis gets 70 % of it and passes a third on to Sentinel, as of any line of the offering on that day.
  const { rows: shares } = await owner.query(
    `select p.slug, s.amount_minor::int as amount from bill_line l
     join line_share s on s.billing_account_id = l.billing_account_id and s.line_id = l.id join party p on p.id = s.party_id
     where l.line_key = $1 order by 1`,
    [`adjustment:${charge.id}`],
  );
  expect(shares).toEqual([
    { slug: 'aegis', amount: 467 },
    { slug: 'operator', amount: 300 },
    { slug: 'sentinel', amount: 234 },
  ]);
  const line = await story.one(
    `select l.source_mode, l.supplier_role, l.tax_rate_ppm::int as rate, l.period_from, l.steps from bill_line l
     where l.billing_account_id = $1 and l.amount_minor = -310`,
  );
  expect(line).toMatchObject({ source_mode: 'own', supplier_role: 'operator', rate: 230000 });
  expect(line.steps).toEqual([
    {
      code: 'adjustment',
      operator: 'Meridian Telecom',
      side: 'credit',
      reason: 'Agreed by phone',
      result: '-3.10',
    },
  ]);

  // Added after the draft: the next bill's. Withdrawn after it: the draft is not what it would be now.
  const later = await add('5.00');
  await withdrawAdjustment(story.ctx(APRIL), credit.id, 'Mistaken account');
  const held = await story.issue(APRIL, await story.review(APRIL).then(() => story.review(APRIL)));
  expect(held).toMatchObject({ state: 'issued', accounts: { held: 0 } });
  expect(await billed()).toEqual([
    [500, 'cycle', 'issued'],
    [1001, 'cycle', 'issued'],
  ]);
  const done = await getAdjustment(story.ctx(APRIL), later.id);
  expect(done).toMatchObject({ state: 'billed', draft: null });
  expect(done.bill?.number).toMatch(/\d/);
  expect(await codeOf(withdrawAdjustment(story.ctx(APRIL), later.id, 'Too late'))).toBe('not_pending');
  expect(await codeOf(withdrawAdjustment(story.ctx(APRIL), credit.id, 'Twice'))).toBe('not_pending');

  // About a line of that bill: its days, tax class and partner, and the explanation names it.
  const seat = await story.one(
    `select id from bill_line where billing_account_id = $1 and line_key like '%seat%' and kind <> 'discount'`,
  );
  const back = await add('-1.00', { owner: 'partner', line: seat.id }, MAY);
  expect(back).toMatchObject({
    period: { from: '2026-03-11', to: '2026-04-01' },
    refersTo: { billId: done.bill!.id, billNumber: done.bill!.number },
    offering: { slug: 'guard' },
  });
  await story.issue(MAY, await story.review(MAY, story.world.nextCycleId));
  expect(await billed()).toContainEqual([-100, 'cycle', 'issued']);
  const about = await story.one(
    `select steps -> 1 as step from bill_line where billing_account_id = $1 and amount_minor = -100 and line_key like 'adjustment:%'`,
  );
  expect(about.step).toMatchObject({ code: 'adjustment_of', bill: done.bill!.number });
  expect((await story.review(MAY, story.world.nextCycleId)).changes).toMatchObject({
    created: 0,
    updated: 0,
  });

  const { rows: events } = await owner.query(
    `select type, count(*)::int from outbox_event where operator_id = $1 and entity_type = 'adjustment' group by 1 order by 1`,
    [story.world.operatorId],
  );
  expect(events).toEqual([
    { type: 'adjustment.billed', count: 3 },
    { type: 'adjustment.created', count: 4 },
    { type: 'adjustment.withdrawn', count: 1 },
  ]);
  const list = await listAdjustments(story.ctx(MAY), {
    ...wholeList,
    filters: { account: ['A-0000001'], state: ['billed'] },
  });
  expect(list.data.map(({ amount }) => amount)).toEqual(['-1.00', '5.00', '10.01']);
  expect(
    await listAdjustments(story.ctx(MAY), { ...wholeList, filters: { account: [id('account:2')] } }),
  ).toEqual({
    ...{ data: [], nextCursor: null },
  });
});

test('a draft with what was withdrawn since is not issued, and the rest goes out', async () => {
  const { story, add, billed } = await openWorld();
  const one = await add('7.00');
  const run = await story.review(APRIL);
  await add('8.00');
  await withdrawAdjustment(story.ctx(APRIL), one.id, 'Not agreed after all');
  const held = await story.issue(APRIL, run);
  expect(held.accounts).toMatchObject({ issued: 1, held: 1 });
  expect(held.issues[0]).toMatchObject({ code: 'stale_draft', billingAccount: { id: story.id } });
  await story.issue(APRIL, await story.review(APRIL));
  expect(await billed()).toEqual([[800, 'cycle', 'issued']]);
});

test('the first draft has it; when that is dropped, the next one', async () => {
  const { story, add, billed } = await openWorld();
  await add('7.00', {}, MARCH);
  const soFar = await currentBill(story.ctx(MARCH), story.id);
  expect(soFar.sections.flatMap(({ lines }) => lines)).toContainEqual(
    expect.objectContaining({ kind: 'adjustment', amount: '7.00', description: 'Visit of a technician' }),
  );
  const onDemand = await story.bill(MARCH);
  expect(await billed()).toEqual([[700, 'on_demand', 'draft']]);
  await cancelBillRun(story.ctx(MARCH), onDemand.id);
  expect(await billed()).toEqual([]);
  // A bill of nothing else: on the period's first day nothing of it is due yet.
  await story.issue(MARCH, await story.bill(MARCH, { until: '2026-03-02' }));
  expect(await billed()).toEqual([[700, 'on_demand', 'issued']]);
  await story.issue(APRIL, await story.review(APRIL));
  expect(await billed()).toEqual([[700, 'on_demand', 'issued']]);
});

test('a final bill leaves none behind, and what comes after it has a bill of its own', async () => {
  const { story, add, billed } = await openWorld();
  const run = await story.bill(MARCH, { kind: 'final', until: '2026-03-16' });
  await add('-500.00', {}, MARCH);
  expect((await story.issue(MARCH, run)).accounts).toMatchObject({ held: 1 });
  // More than the bill: it comes below nothing, which is the account's credit.
  await story.issue(MARCH, await story.bill(MARCH, { kind: 'final', until: '2026-03-16' }));
  expect(await billed()).toEqual([[-50000, 'final', 'issued']]);
  const total = (await story.one('select total_minor::int as total from bill where billing_account_id = $1'))
    .total;
  expect(total).toBeLessThan(0);
  await applyCredit(story.ctx(MARCH), story.id);
  expect(
    await story.one(
      `select c.credit_minor::int as credit, o.open_minor::int as open from account_credit c
       join open_item o using (operator_id, billing_account_id) where c.billing_account_id = $1`,
    ),
  ).toEqual({ credit: -total, open: 0 });

  await add('20.00', {}, APRIL);
  await story.issue(APRIL, await story.review(APRIL));
  expect(await billed()).toContainEqual([2000, 'cycle', 'issued']);
  expect(
    await story.one(
      `select count(*)::int from bill b join bill_line l on l.bill_id = b.id where b.billing_account_id = $1 and b.kind = 'cycle'`,
    ),
  ).toEqual({ count: 1 });
});

test('what no bill could charge is refused where it is written', async () => {
  const { story, add } = await openWorld();
  const other = await openWorld();
  const theirs = await other.add('1.00');
  expect(await codeOf(add('0.00'))).toBe('invalid_amount');
  expect(await codeOf(add('1.005'))).toBe('invalid_amount');
  expect(await codeOf(add('100000000000000.00'))).toBe('amount_too_large');
  expect(await codeOf(add('1', { taxClass: 'gold' }))).toBe('unknown_tax_class');
  expect(await codeOf(add('1', { owner: 'partner' }))).toBe('offering_needed');
  expect(await codeOf(add('1', { owner: 'partner', offering: 'plan' }))).toBe('no_partner');
  expect(await codeOf(add('1', { offering: 'nothing' }))).toBe('unknown_offering');
  expect(await codeOf(add('1', { product: other.id('plan:2') }))).toBe('unknown_product');
  expect(await codeOf(add('1', { line: other.id('plan:2') }))).toBe('unknown_line');
  expect(await codeOf(add('1', { line: story.id, offering: 'plan' }))).toBe('one_thing');
  expect(await codeOf(add('1', { period: { from: '2026-04-02', to: '2026-04-02' } }))).toBe('invalid_period');
  expect(await codeOf(add('1', { period: { from: '2010-01-01', to: '2026-04-02' } }))).toBe('invalid_period');
  // Another tenant's account and adjustment are not there; a viewer may look, a customer may not even that.
  expect(await codeOf(add('1', { billingAccount: other.story.id }))).toBe('not_found');
  expect(await codeOf(withdrawAdjustment(story.ctx(APRIL), theirs.id, 'Not mine'))).toBe('not_found');
  expect(await codeOf(getAdjustment(story.ctx(APRIL), theirs.id))).toBe('not_found');
  expect((await listAdjustments(story.ctx(APRIL), wholeList)).data).toEqual([]);
  const viewer: Actor = { ...story.ctx(APRIL).actor, role: 'viewer' };
  expect(await codeOf(withdrawAdjustment({ actor: viewer, now: APRIL }, theirs.id, 'x'))).toBe('forbidden');
  const customer: Actor = { ...viewer, audience: 'customer', partyId: story.id };
  expect(await codeOf(listAdjustments({ actor: customer, now: APRIL }, wholeList))).toBe('forbidden');
});

test('about a line whose offering has no chain, or none any more, it is shared by the agreement of that line', async () => {
  const { story, add, id } = await openWorld(2, 1);
  const { operatorId } = story.world;
  // Cumulus is an agent, and its service is sold under an offering that nobody stands behind.
  await owner.query(
    `insert into service_mapping (operator_id, id, partner_id, external_service, offering_id, tax_class, created_by)
     values ($1, $2, $3, 'Object storage', $4, 'standard', 'test')`,
    [operatorId, id('mapping'), id('party:cumulus'), id('offering:plan')],
  );
  await story.issue(APRIL, await story.review(APRIL));
  const lineOf = async (where: string) =>
    (await story.one(`select id from bill_line where billing_account_id = $1 and ${where}`)).id as string;
  const mapped = await add('-1.00', {
    ...{ owner: 'partner', line: await lineOf('partner_bill_id is not null') },
  });
  expect(mapped).toMatchObject({ state: 'pending', offering: { slug: 'plan' } });
  const unlinked = await add('-2.00', { owner: 'partner', line: await lineOf(`line_key like '%seat%'`) });
  await owner.query(`update product set ended_on = '2026-04-01' where id = $1`, [id('guard:2')]);
  await owner.query('delete from offering_chain_link where operator_id = $1 and offering_id = $2', [
    ...[operatorId, id('offering:guard')],
  ]);
  const run = await story.issue(APRIL, await story.bill(APRIL, { until: '2026-04-02' }));
  expect(run).toMatchObject({ accounts: { issued: 1, held: 0 } });
  const { rows } = await owner.query(
    `select l.amount_minor::int as line, l.supplier_role as role, p.slug, s.amount_minor::int as share from bill_line l
     join line_share s on s.billing_account_id = l.billing_account_id and s.line_id = l.id join party p on p.id = s.party_id
     where l.line_key = any($1) order by 1, 3`,
    [[mapped, unlinked].map((adjustment) => `adjustment:${adjustment.id}`)],
  );
  expect(rows).toEqual([
    { line: -200, role: 'principal', slug: 'aegis', share: -140 },
    { line: -200, role: 'principal', slug: 'operator', share: -60 },
    { line: -100, role: 'agent', slug: 'cumulus', share: -85 },
    { line: -100, role: 'agent', slug: 'operator', share: -15 },
  ]);
});

const moves = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      minor: fc.integer({ min: -9_999, max: 9_999 }).filter((n) => n !== 0),
    }),
    fc.record({ do: fc.constant('withdraw' as const), which: fc.nat(9) }),
    fc.record({ do: fc.constantFrom('draft' as const, 'drop' as const, 'issue' as const) }),
  ),
  { minLength: 8, maxLength: 12 },
);

test('whatever is added, withdrawn, drafted, dropped and issued in which order: each is on one issued bill, or on none', async () => {
  const world = await buildBillingWorld(database.ownerUrl, {
    accounts: 4,
    partnerLines: 0,
    name: 'any-order',
  });
  const stories = world.accountIds.map((_, index) => new AccountStory(owner, world, index + 1));
  const written = new Map<string, { account: string; minor: number; isWithdrawn: boolean }>();
  let next = 0;
  await fc.assert(
    fc.asyncProperty(moves, async (steps) => {
      const story = stories[next % stories.length]!;
      next += 1;
      const ctx = story.ctx(MARCH);
      const own: string[] = [];
      let run: { id: string } | null = null;
      for (const step of steps) {
        if (step.do === 'add') {
          const { id } = await createAdjustment(ctx, {
            ...{ billingAccount: story.id, amount: (step.minor / 100).toFixed(2), description: 'Extra' },
            ...{ reason: 'Any', owner: step.minor % 2 === 0 ? 'operator' : 'partner', offering: 'iot' },
          });
          own.push(id);
          written.set(id, { account: story.id, minor: step.minor, isWithdrawn: false });
        } else if (step.do === 'withdraw') {
          const id = own[step.which % (own.length || 1)];
          if (id === undefined) continue;
          const answer = await codeOf(withdrawAdjustment(ctx, id, 'Any'));
          if (answer === 'fine') written.get(id)!.isWithdrawn = true;
          else expect(answer).toBe('not_pending');
        } else if (step.do === 'draft') run = await story.bill(MARCH);
        else if (run !== null) {
          await (step.do === 'drop' ? cancelBillRun(ctx, run.id) : story.issue(MARCH, run));
          run = null;
        }
      }
      if (run !== null) await cancelBillRun(ctx, run.id);
    }),
    { numRuns: 4, endOnFailure: true },
  );
  const [first] = stories;
  await first!.issue(APRIL, await first!.review(APRIL));
  const { rows } = await owner.query<{ id: string; account: string; minor: number; count: number }>(
    `select split_part(l.line_key, ':', 2) as id, l.billing_account_id as account, sum(l.amount_minor)::int as minor, count(*)::int
     from bill_line l join bill b on b.id = l.bill_id
     where b.operator_id = $1 and l.line_key like 'adjustment:%' group by 1, 2 order by 1`,
    [world.operatorId],
  );
  const due = [...written].filter(([, { isWithdrawn }]) => !isWithdrawn);
  expect(rows).toEqual(
    due
      .map(([id, { account, minor }]) => ({ id, account, minor, count: 1 }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
});
