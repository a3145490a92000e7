import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import { buildBillingWorld, worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { decideExpectation } from '@/lib/services/expectations/decide-expectation';
import { listCycleExpectations } from '@/lib/services/expectations/list-expectations';
import { sweepExpectations } from '@/lib/services/expectations/sweep-expectations';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
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

const APRIL = '2026-04-05T08:00:00Z';
/** April's cut-off is on 4 May at midnight in Warsaw. */
const TWO_DAYS_BEFORE = '2026-05-02T00:00:00Z';
const HOURS_BEFORE = '2026-05-03T20:00:00Z';
const MAY = '2026-05-05T08:00:00Z';
const JUNE = '2026-06-05T08:00:00Z';

/** Cumulus charged the second account 2.006… EUR in March, and owes April. */
class Story extends AccountStory {
  may = '';

  static async open(name: string, policy: string): Promise<Story> {
    const world = await buildBillingWorld(database.ownerUrl, { accounts: 2, partnerLines: 3, name });
    const story = new Story(owner, world, 2);
    story.may = worldId(`${name}:cycle:3`);
    await owner.query(
      `insert into billing_cycle (operator_id, id, spec_id, n, period_from, period_to, from_at, to_at, cut_off_at, state)
       select operator_id, $2, spec_id, 3, '2026-05-01', '2026-06-01', '2026-04-30T22:00Z', '2026-05-31T22:00Z',
         '2026-06-03T22:00Z', 'open' from billing_cycle where id = $1`,
      [world.cycleId, story.may],
    );
    await owner.query(`update agreement set late_policy = $2 where operator_id = $1 and partner_id = $3`, [
      world.operatorId,
      policy,
      story.partnerId,
    ]);
    await story.issue(APRIL, await story.review(APRIL));
    return story;
  }

  get partnerId(): string {
    return worldId(`${names.get(this.world.operatorId)}:party:cumulus`);
  }

  /** The partner's bill of a cycle, one charge for each amount. */
  async sendBill(now: string, amounts: readonly string[], cycleId = this.world.nextCycleId): Promise<string> {
    bills += 1;
    const [day, end] = cycleId === this.may ? ['2026-05-10', '2026-05-11'] : ['2026-04-10', '2026-04-11'];
    const rates = amounts.map((value, i) => ({
      id: `rate-${bills}-${i}`,
      type: 'usage',
      billingAccount: { id: 'sub-2' },
      product: { id: 'p', name: `Service ${i}` },
      periodCoverage: { startDateTime: `${day}T00:00:00Z`, endDateTime: `${end}T00:00:00Z` },
      taxExcludedAmount: { unit: 'EUR', value },
    }));
    const { bill } = await receivePartnerBill(this.ctx(now), {
      partner: 'cumulus',
      cycle: cycleId,
      externalId: `X-${bills}`,
      format: 'tmf678',
      fileName: null,
      bytes: Buffer.from(JSON.stringify(rates)),
    });
    return bill.state;
  }

  april = (now: string) => this.review(now, this.world.nextCycleId);

  async state(now = MAY): Promise<string | undefined> {
    return (await listCycleExpectations(this.ctx(now), this.world.nextCycleId))[0]?.state;
  }

  /** What Cumulus's lines came to on issued bills, by SQL of its own: Σ of all of them, and of those that only stand in. */
  async billed(): Promise<{ all: number; standIns: number }> {
    return this.one(
      `select coalesce(sum(l.amount_minor), 0)::int as all,
         coalesce(sum(l.amount_minor) filter (where l.partner_bill_id is null), 0)::int as "standIns"
       from bill b join bill_line l on l.bill_id = b.id and l.kind <> 'discount'
       where b.billing_account_id = $1 and b.state = 'issued' and b.period_from > '2026-03-01'
         and l.supplier_id = '${this.partnerId}'`,
    );
  }
}

let bills = 0;
const names = new Map<string, string>();
const open = async (policy: string): Promise<Story> => {
  const name = `late-${names.size + 1}`;
  names.set(worldId(`${name}:operator`), name);
  return Story.open(name, policy);
};

const april = `b.period_from = '2026-04-01' and b.kind = 'cycle'`;
const may = `b.period_from = '2026-05-01' and b.kind = 'cycle'`;
/** The partner's lines among them: estimates, what takes them back, and real ones. */
const partnerLines = async (story: Story, where: string) =>
  Object.fromEntries(
    Object.entries(await story.lines(where))
      .filter(([key]) => /^(estimate|pb):/.test(key))
      .map(([key, amount]) => [key.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…'), amount]),
  );

test('what is owed is opened when the cycle ends, reminded of twice, and late at the cut-off as agreed', async () => {
  const story = await open('hold');
  expect(await sweepExpectations(story.ctx('2026-04-30T08:00:00Z'))).toMatchObject({ opened: 0 });
  expect(await story.state('2026-04-30T08:00:00Z')).toBeUndefined();
  // What is not written down yet is shown all the same.
  expect(await story.state('2026-05-01T00:00:00Z')).toBe('expected');
  expect(await sweepExpectations(story.ctx('2026-05-01T08:00:00Z'))).toEqual({
    opened: 1,
    late: 0,
    reminded: 0,
  });
  expect(await sweepExpectations(story.ctx(TWO_DAYS_BEFORE))).toEqual({ opened: 0, late: 0, reminded: 1 });
  await owner.query(`update party set email = 'billing@cumulus.example' where id = $1`, [story.partnerId]);
  expect(await sweepExpectations(story.ctx(TWO_DAYS_BEFORE))).toMatchObject({ reminded: 0 });
  expect(await sweepExpectations(story.ctx(HOURS_BEFORE))).toMatchObject({ reminded: 1, late: 0 });
  const { rows: letters } = await owner.query(
    `select recipient, subject from mail_message where operator_id = $1`,
    [story.world.operatorId],
  );
  expect(letters).toEqual([
    {
      recipient: 'billing@cumulus.example',
      subject: 'Your bill for 1–30 Apr 2026 is due 4 May 2026, 00:00 (Europe/Warsaw)',
    },
  ]);
  const before = await story.april(HOURS_BEFORE);
  expect(before.issues[0]).toMatchObject({
    code: 'missing_partner_bill',
    severity: 'error',
    message: expect.stringMatching(/may until 2026-05-04 00:00.*usually 2\.00 EUR/),
  });

  expect(await sweepExpectations(story.ctx(MAY))).toEqual({ opened: 0, late: 1, reminded: 0 });
  expect(await sweepExpectations(story.ctx(MAY))).toEqual({ opened: 0, late: 0, reminded: 0 });
  expect(await story.state()).toBe('held');
  expect((await story.april(MAY)).accounts.held).toBe(2);
  const { rows: events } = await owner.query(
    `select type from outbox_event where operator_id = $1 and type like 'partner-bill.%' order by created_at, id`,
    [story.world.operatorId],
  );
  expect(events.map(({ type }) => type)).toEqual([
    // March's, which had come, and April's.
    ...[
      'partner-bill.expected',
      'partner-bill.expected',
      'partner-bill.reminded',
      'partner-bill.reminded',
      'partner-bill.late',
    ],
  ]);

  // It comes after all: nothing is held, and nothing stands in.
  expect(await story.sendBill(MAY, ['7.005'])).toBe('accepted');
  const after = await story.april(MAY);
  expect(after.accounts.held).toBe(0);
  expect(await partnerLines(story, april)).toEqual({ 'pb:…:…:Service 0:usage:2026-04': 7.01 });
  expect(await story.state()).toBe('received');
});

test('carried over, a bill goes on the next one', async () => {
  const story = await open('carry_over');
  const run = await story.april(MAY);
  expect(run.issueCounts).toContainEqual({ code: 'missing_partner_bill', severity: 'warning', count: 2 });
  await story.issue(MAY, run);
  expect(await partnerLines(story, april)).toEqual({});
  await story.sendBill(MAY, ['3.10', '4.20']);
  await story.sendBill(JUNE, ['1.00'], story.may);
  await story.issue(JUNE, await story.review(JUNE, story.may));
  expect(await partnerLines(story, may)).toEqual({
    'pb:…:…:Service 0:usage:2026-04': 3.1,
    'pb:…:…:Service 1:usage:2026-04': 4.2,
    'pb:…:…:Service 0:usage:2026-05': 1,
  });
  expect(await story.billed()).toEqual({ all: 830, standIns: 0 });
});

test('an estimate stands in, and goes back in full beside what is real, once', async () => {
  const story = await open('estimate');
  const run = await story.april(MAY);
  expect(run.accounts.held).toBe(0);
  expect(run.issueCounts).toContainEqual({ code: 'partner_bill_estimated', severity: 'warning', count: 2 });
  expect(await partnerLines(story, april)).toEqual({ 'estimate:…:…': 2 });
  expect((await story.april(MAY)).changes).toMatchObject({ updated: 0, unchanged: 2 });
  await story.issue(MAY, await story.april(MAY));
  expect(
    await story.one(
      `select description, kind, tax_class, steps->0->>'amounts' as amounts, partner_bill_id,
         (select sum(s.amount_minor)::int from line_share s where s.line_id = l.id and s.party_id = '${story.partnerId}') as share
       from bill_line l where billing_account_id = $1 and line_key like 'estimate:%'`,
    ),
  ).toEqual({
    description: 'Cumulus Cloud · April 2026, estimated',
    kind: 'adjustment',
    tax_class: 'standard',
    amounts: '2.00',
    partner_bill_id: null,
    share: 170,
  });

  // Nothing goes back before the bill is there; then it goes back on the first bill that is drafted, and on no other.
  await story.sendBill(JUNE, ['1.00'], story.may);
  await story.review(JUNE, story.may);
  expect(await partnerLines(story, may)).toEqual({ 'pb:…:…:Service 0:usage:2026-05': 1 });
  await story.sendBill(JUNE, ['3.105', '0.40']);
  const onDemand = await story.bill('2026-06-06T08:00:00Z');
  const trueUp = {
    'estimate:…:…:true_up': -2,
    'pb:…:…:Service 0:usage:2026-04': 3.11,
    'pb:…:…:Service 1:usage:2026-04': 0.4,
  };
  expect(await partnerLines(story, `b.kind = 'on_demand'`)).toMatchObject(trueUp);
  await story.review(JUNE, story.may);
  expect(await partnerLines(story, may)).not.toHaveProperty('estimate:…:…:true_up');
  await story.issue('2026-06-06T08:00:00Z', onDemand);
  await story.issue(JUNE, await story.review(JUNE, story.may));
  expect(await story.billed()).toEqual({ all: 451, standIns: 0 });
  expect(
    await story.one(
      `select steps->0->>'bill' as bill, steps->0->>'amount' as amount, count(*) over ()::int as n,
         l.period_from::text as "from" from bill_line l where billing_account_id = $1 and kind = 'true_up'`,
    ),
  ).toEqual({ bill: 'B-000004', amount: '2.00', n: 1, from: '2026-04-01' });
});

test('a bill that comes before the estimate is issued leaves nothing of it', async () => {
  const story = await open('estimate');
  await story.april(MAY);
  expect(await partnerLines(story, april)).toHaveProperty('estimate:…:…');
  const overtaken = await story.april(MAY);
  await story.sendBill(MAY, ['5.55']);
  const held = await story.issue(MAY, overtaken);
  expect(held).toMatchObject({ accounts: { issued: 0, held: 2 } });
  const run = await story.april(MAY);
  expect(run.changes.updated).toBe(2);
  expect(await partnerLines(story, april)).toEqual({ 'pb:…:…:Service 0:usage:2026-04': 5.55 });
  await story.issue(MAY, run);
  await story.issue(JUNE, await story.review(JUNE, story.may));
  // May is estimated from March and April, and no true-up of April is anywhere.
  expect(await partnerLines(story, may)).toEqual({ 'estimate:…:…': 3.78 });
});

test('a person decides otherwise, with a reason; what nobody expects any more gives its estimate back', async () => {
  const story = await open('hold');
  const decide = (
    decision: 'waive' | 'hold' | 'carry_over' | 'estimate',
    reason = 'They asked for it',
    now = MAY,
  ) =>
    decideExpectation(story.ctx(now), {
      cycleId: story.world.nextCycleId,
      partner: 'cumulus',
      decision,
      reason,
    });
  // The cycle is issued without them, and they are still to be decided about.
  await story.issue(MAY, await story.april(MAY));
  expect((await story.april(MAY)).accounts.held).toBe(2);
  await expect(decide('estimate', ' ')).rejects.toMatchObject({ code: 'reason_missing' });
  await expect(decide('hold')).rejects.toMatchObject({ code: 'already_decided' });
  expect(await decide('estimate')).toMatchObject({
    state: 'estimated',
    decidedBy: 'system',
    reason: 'They asked for it',
  });
  // It stays decided, whatever the agreement says.
  await sweepExpectations(story.ctx(MAY));
  await story.issue(MAY, await story.april(MAY));
  await expect(decide('hold')).rejects.toMatchObject({ code: 'cycle_issued' });

  await decide('waive', 'They had no charges');
  await decideExpectation(story.ctx(JUNE), {
    cycleId: story.may,
    partner: 'cumulus',
    decision: 'waive',
    reason: 'Neither',
  });
  const run = await story.review(JUNE, story.may);
  expect(run.accounts.held).toBe(0);
  expect(await partnerLines(story, may)).toEqual({ 'estimate:…:…:true_up': -2 });
  await story.issue(JUNE, run);
  expect(await story.billed()).toEqual({ all: 0, standIns: 0 });
  const { rows: trail } = await owner.query(
    `select before->>'state' as before, after->>'state' as after, after->>'reason' as reason from audit_entry
     where operator_id = $1 and action = 'expectation.decided' order by seq`,
    [story.world.operatorId],
  );
  expect(trail).toEqual([
    { before: 'held', after: 'estimated', reason: 'They asked for it' },
    { before: 'estimated', after: 'waived', reason: 'They had no charges' },
    { before: 'held', after: 'waived', reason: 'Neither' },
  ]);
  await story.sendBill(JUNE, ['9.99']);
  await expect(decide('waive', 'Again', JUNE)).rejects.toMatchObject({ code: 'bill_received' });
});
