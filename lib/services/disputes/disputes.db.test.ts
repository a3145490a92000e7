import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { AccountStory } from '@/lib/services/bill-runs/account-story.fixture';
import {
  type BillingWorld,
  buildBillingWorld,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import type { ServiceContext } from '@/lib/services/context';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { addEvidence, readEvidence } from '@/lib/services/disputes/add-evidence';
import { addMessage } from '@/lib/services/disputes/add-message';
import { answerDispute } from '@/lib/services/disputes/answer-dispute';
import { decideDispute } from '@/lib/services/disputes/decide-dispute';
import { EVIDENCE_BYTES } from '@/lib/services/disputes/evidence-type';
import { getDispute } from '@/lib/services/disputes/get-dispute';
import { listDisputes } from '@/lib/services/disputes/list-disputes';
import { previewDecision } from '@/lib/services/disputes/preview-decision';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';
import { sweepDisputes } from '@/lib/services/disputes/sweep-disputes';
import { withdrawDispute } from '@/lib/services/disputes/withdraw-dispute';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

/** Monday 6 April 2026, after the March bills are issued. */
const MONDAY = '2026-04-06T08:00:00.000Z';
const ISSUED = '2026-04-05T08:00:00.000Z';

let database: TestDatabase;
let owner: pg.Client;
let world: BillingWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  connectAs(database.workerUrl);
  world = await buildBillingWorld(database.ownerUrl, { accounts: 8 });
  const story = new AccountStory(owner, world, 1);
  await story.issue(ISSUED, await story.review(ISSUED));
});

afterAll(async () => {
  const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
  await disconnect();
  await owner.end();
  await database.drop();
  expect(faults).toEqual([]);
});

const operator = (now = MONDAY): ServiceContext => ({ actor: systemActor(world.operatorId), now });
const as = (audience: 'partner' | 'customer', party: string, now = MONDAY): ServiceContext => ({
  actor: {
    ...systemActor(world.operatorId),
    kind: 'user',
    audience,
    name: `${party} person`,
    partyId: partyId(party),
  } as Actor,
  now,
});
const partyId = (name: string) => worldId(`meridian:party:${name}`);
const acme = (now = MONDAY) => as('customer', 'acme', now);

/** Which line of which account; partner lines are 'C' (Cumulus, an agent), hub-rated ones 'data' (SkyMesh) and 'seat' (Aegis, who resells Sentinel). */
async function lineOf(account: number, kind: 'seat' | 'data' | 'base' | 'partner') {
  const { rows } = await owner.query<{ billId: string; lineId: string; amount: number }>(
    `select l.bill_id as "billId", l.id as "lineId", l.amount_minor::int as amount from bill_line l
     where l.billing_account_id = $1 and l.kind <> 'discount'
       and case when $2 = 'partner' then l.partner_bill_id is not null else l.line_key like '%:' || $2 || ':%' end
     order by l.amount_minor desc limit 1`,
    [world.accountIds[account - 1], kind],
  );
  return rows[0]!;
}

const raise = (ctx: ServiceContext, line: { billId: string; lineId: string }, amount: string | null = null) =>
  raiseDispute(ctx, {
    billId: line.billId,
    lineId: line.lineId,
    amount,
    reason: 'wrong_price',
    words: 'This is not what we agreed.',
  });

const major = (minorUnits: number) => (minorUnits / 100).toFixed(2);
const minor = (text: string) => Math.round(Number(text) * 100);

/** Net balances from postings alone, apart from the engine's own sums; credits above zero. */
async function balances(account: number): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ key: string; minor: number }>(
    `select p.account || ':' || coalesce(y.slug, '') as key, sum(p.credit_minor - p.debit_minor)::int as minor
     from posting p left join party y on y.operator_id = p.operator_id and y.id = p.party_id
     where p.billing_account_id = $1 group by 1 having sum(p.credit_minor - p.debit_minor) <> 0 order by 1`,
    [world.accountIds[account - 1]],
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.minor]));
}

const codeOf = (attempt: Promise<unknown>): Promise<string | null> =>
  attempt.then(
    () => null,
    (error: { code: string }) => error.code,
  );

test('hold, answer, part acceptance: the credit note, the tax and every share of a chain, to the cent', async () => {
  const line = await lineOf(2, 'seat');
  const before = await balances(2);
  const dispute = await raise(acme(), line);
  expect(dispute).toMatchObject({ state: 'with_partner', partner: { slug: 'aegis' }, raisedBy: 'customer' });
  expect(minor(dispute.disputed)).toBe(line.amount);
  // All of the line is disputed: both parties of its chain have their whole share held, and nothing else moves.
  const held = await balances(2);
  const shareOf = (party: string) => before[`partner_payable:${party}`] ?? 0;
  expect(held).toEqual({
    ...before,
    'partner_held:aegis': shareOf('aegis'),
    'partner_held:sentinel': shareOf('sentinel'),
    'partner_payable:aegis': undefined,
    'partner_payable:sentinel': undefined,
  });

  // A part is accepted by the partner; nothing moves until the operator confirms.
  await answerDispute(as('partner', 'aegis'), dispute.id, {
    answer: 'accept_part',
    amount: '3.00',
    words: 'One seat was off.',
  });
  expect(await balances(2)).toEqual(held);
  const preview = await previewDecision(operator(), dispute.id, { decision: 'accept_part', amount: '3.00' });
  const decided = await decideDispute(operator(), dispute.id, {
    decision: 'accept_part',
    amount: '3.00',
    reason: 'Agreed.',
  });
  expect(decided).toMatchObject({ state: 'part_accepted', accepted: '3.00' });

  // By hand: 23 % tax of what is left of the group; shares in proportion, rounded half away.
  const after = await balances(2);
  const { rows: taxes } = await owner.query<{ base: number; tax: number }>(
    `select base_minor::int as base, tax_minor::int as tax from bill_tax t
     join bill_line l on l.bill_id = t.bill_id and l.seller_id = t.seller_id where l.id = $1`,
    [line.lineId],
  );
  const taxBack = Math.round(300 * 0.23);
  expect(before['receivable:acme']! - after['receivable:acme']!).toBe(-(300 + taxBack));
  expect(taxes[0]!.base).toBeGreaterThan(300);
  const left = (party: string) => shareOf(party) - Math.round((shareOf(party) * 300) / line.amount);
  expect(after['partner_payable:aegis']).toBe(left('aegis'));
  expect(after['partner_payable:sentinel']).toBe(left('sentinel'));
  expect(after['partner_held:aegis']).toBeUndefined();
  // The preview said the same.
  expect(preview.credit).toEqual({
    net: '3.00',
    tax: (taxBack / 100).toFixed(2),
    gross: ((300 + taxBack) / 100).toFixed(2),
  });
  const aegis = preview.parties.find(({ party }) => party === 'aegis')!;
  expect(minor(aegis.nextPayout.after) - minor(aegis.nextPayout.before)).toBe(left('aegis'));
  const { rows: state } = await owner.query(
    'select credited_minor::int as credited, disputed_minor::int as disputed from bill_line_state where line_id = $1',
    [line.lineId],
  );
  expect(state).toEqual([{ credited: 300, disputed: 0 }]);
  // What each side may see.
  const file = await getDispute(acme(), dispute.id);
  expect(file.stakes).toBeNull();
  expect(file.entries.map(({ kind, party, author }) => [kind, party, author])).toEqual([
    ['raised', 'Acme', 'acme person'],
    ['accept_part', 'Aegis Security', null],
    ['part_accepted', 'Meridian Telecom', null],
  ]);
  const own = (await getDispute(as('partner', 'aegis'), dispute.id)).stakes!;
  expect(own).toMatchObject([
    { partyName: 'Aegis Security', payable: ((left('aegis') - shareOf('aegis')) / 100).toFixed(2) },
  ]);
  const { rows: events } = await owner.query<{ type: string; to: string[] }>(
    `select type, (select array_agg(slug order by slug) from party where id = any(party_ids)) as to from outbox_event
     where entity_id = $1 order by id`,
    [dispute.id],
  );
  expect(events.map(({ type }) => type)).toEqual([
    ...['dispute.raised', 'dispute.routed', 'dispute.answered', 'dispute.resolved'],
  ]);
  expect(new Set(events.map(({ to }) => String(to)))).toEqual(new Set(['acme,aegis']));
  expect(JSON.stringify(events)).not.toContain('share');
});

test('raised twice at once it is held once, and a part leaves the rest to dispute', async () => {
  const line = await lineOf(3, 'data');
  const attempts = await Promise.all([1, 2, 3].map(() => codeOf(raise(acme(), line))));
  expect(attempts.sort()).toEqual(['above_line', 'above_line', null]);
  const other = await lineOf(3, 'base');
  expect(await codeOf(raise(acme(), other, '-1'))).toBe('bad_amount');
  await raise(operator(), other, '4.95');
  expect(await codeOf(raise(acme(), other, '20.01'))).toBe('above_line');
  const rest = await raise(acme(), other);
  expect(rest).toMatchObject({ disputed: '20.00', state: 'with_operator', partner: null });
  expect(await codeOf(raise(acme(), other))).toBe('above_line');
  expect(
    await codeOf(answerDispute(operator(), rest.id, { answer: 'object', amount: null, words: 'x' })),
  ).toBe('wrong_state');
  expect(
    await codeOf(decideDispute(operator(), rest.id, { decision: 'accept', amount: '1.00', reason: 'x' })),
  ).toBe('amount_not_expected');
});

test('a discount goes along with its line, and a withdrawal leaves the books as they were', async () => {
  // Account 1 has ten per cent off everything.
  const line = await lineOf(1, 'seat');
  const before = await balances(1);
  const dispute = await raise(acme(), line);
  const { rows } = await owner.query<{ disputed: number }>(
    `select sum(disputed_minor)::int as disputed from bill_line_state where billing_account_id = $1`,
    [world.accountIds[0]],
  );
  expect(rows[0]!.disputed).toBeLessThan(line.amount);
  expect(rows[0]!.disputed).toBe(line.amount - Math.round(line.amount / 10));
  expect(await codeOf(withdrawDispute(operator(), dispute.id, 'x'))).toBe('not_raised_by_you');
  await withdrawDispute(acme(), dispute.id, 'Found it.');
  expect(await balances(1)).toEqual(before);
  expect(await codeOf(withdrawDispute(acme(), dispute.id, 'x'))).toBe('already_decided');
  expect(
    await codeOf(decideDispute(operator(), dispute.id, { decision: 'accept', amount: null, reason: 'x' })),
  ).toBe('already_decided');
});

test('after a payout the clawback is below nothing in the next one; deciding twice at once decides once', async () => {
  const line = await lineOf(4, 'partner');
  // As a payout takes what is there.
  await owner.query(
    `update payable_entry set payout_id = '018f0000-0000-7000-8000-000000000001' where billing_account_id = $1`,
    [world.accountIds[3]],
  );
  const dispute = await raise(acme(), line);
  const decide = () =>
    codeOf(decideDispute(operator(), dispute.id, { decision: 'accept', amount: null, reason: 'Right.' }));
  expect((await Promise.all([decide(), decide()])).sort()).toEqual(['already_decided', null]);
  const { rows } = await owner.query<{ slug: string; next: number; share: number }>(
    `select y.slug, sum(e.amount_minor)::int as next,
       (select amount_minor::int from line_share s where s.line_id = $2 and s.party_id = e.party_id) as share
     from payable_entry e join party y on y.operator_id = e.operator_id and y.id = e.party_id
     where e.billing_account_id = $1 and e.payout_id is null group by y.slug, e.party_id`,
    [world.accountIds[3], line.lineId],
  );
  expect(rows).toEqual([{ slug: 'cumulus', next: -rows[0]!.share, share: rows[0]!.share }]);
  expect(rows[0]!.share).toBeGreaterThan(0);
});

test('where the agreement says so, the partner’s acceptance of all of it decides', async () => {
  await owner.query(`update agreement set dispute_decision = 'partner' where partner_id = $1`, [
    partyId('cumulus'),
  ]);
  const part = await raise(acme(), await lineOf(5, 'partner'), '0.50');
  const cumulus = as('partner', 'cumulus');
  expect(
    await answerDispute(cumulus, part.id, { answer: 'accept_part', amount: '0.20', words: 'A part.' }),
  ).toMatchObject({ state: 'answered' });
  expect(
    await answerDispute(cumulus, part.id, { answer: 'accept', amount: null, words: 'All.' }),
  ).toMatchObject({ state: 'accepted', accepted: '0.50' });
});

test('what is not answered in time goes to the operator: a sweep that dies does no half of it, and none does it twice', async () => {
  const disputes = [
    await raise(acme(), await lineOf(6, 'seat')),
    await raise(acme(), await lineOf(7, 'seat')),
  ];
  // Raised on Monday with five working days: until the end of next Monday in Warsaw, reminded on Friday.
  expect(disputes[0]!.answerDueAt).toBe('2026-04-13T21:59:00.000Z');
  const friday = '2026-04-10T00:00:00.000Z';
  expect((await sweepDisputes(operator(friday))).reminded).toBeGreaterThanOrEqual(2);
  expect(await sweepDisputes(operator(friday))).toEqual({ reminded: 0, escalated: 0 });
  // One of them is in the hands of a worker that dies before it is done.
  const dying = new pg.Client({ connectionString: database.ownerUrl });
  await dying.connect();
  await dying.query('begin');
  await dying.query(`update dispute set state = 'escalated', escalated_at = now() where id = $1`, [
    disputes[0]!.id,
  ]);
  const tuesday = '2026-04-14T06:00:00.000Z';
  const first = await sweepDisputes(operator(tuesday));
  await dying.query('rollback');
  await dying.end();
  const rest = await Promise.all([1, 2, 3].map(() => sweepDisputes(operator(tuesday))));
  expect(rest.reduce((sum, { escalated }) => sum + escalated, 0)).toBe(1);
  expect(first.escalated).toBeGreaterThanOrEqual(1);
  const { rows } = await owner.query<{ id: string; states: string; count: number }>(
    `select d.id, d.state as states, (select count(*)::int from outbox_event e where e.entity_id = d.id and e.type = 'dispute.escalated') as count
     from dispute d where d.id = any($1)`,
    [disputes.map(({ id }) => id)],
  );
  expect(rows.map(({ states, count }) => [states, count])).toEqual([
    ['escalated', 1],
    ['escalated', 1],
  ]);
  // Late, but an answer.
  const aegis = as('partner', 'aegis', tuesday);
  expect(
    await answerDispute(aegis, disputes[0]!.id, { answer: 'object', amount: null, words: 'It ran.' }),
  ).toMatchObject({ state: 'answered' });
});

test('evidence and words are for the sides of the dispute alone', async () => {
  const dispute = await raise(acme(), await lineOf(8, 'seat'), '1.00');
  const file = await addEvidence(acme(), dispute.id, {
    name: '../seats.csv',
    bytes: Buffer.from('seat;on\n1;no\n'),
  });
  expect(file).toMatchObject({ name: 'seats.csv', mediaType: 'text/csv', sizeBytes: 13 });
  const again = await addEvidence(as('partner', 'aegis'), dispute.id, {
    name: 'same.csv',
    bytes: Buffer.from('seat;on\n1;no\n'),
  });
  expect(again.id).toBe(file.id);
  await addMessage(as('partner', 'aegis'), dispute.id, 'We look at it.');
  const key = { disputeId: dispute.id, evidenceId: file.id };
  expect((await readEvidence(as('partner', 'aegis'), key)).content.toString()).toBe('seat;on\n1;no\n');
  // Sentinel has a share of the line, but the line is not its own; Cumulus has none; another customer neither.
  for (const ctx of [as('partner', 'sentinel'), as('partner', 'cumulus'), as('customer', 'stranger')]) {
    expect(await codeOf(getDispute(ctx, dispute.id))).toBe('not_found');
    expect(await codeOf(readEvidence(ctx, key))).toBe('not_found');
    expect((await listDisputes(ctx, wholeList)).data.some(({ id }) => id === dispute.id)).toBe(false);
  }
  expect(await codeOf(addMessage(as('customer', 'stranger'), dispute.id, 'x'))).toBe('not_found');
  expect(await codeOf(raise(as('customer', 'stranger'), await lineOf(8, 'base')))).toBe('not_found');
  expect(await codeOf(raise(as('partner', 'aegis'), await lineOf(8, 'base')))).toBe('forbidden');
  expect(
    await codeOf(
      decideDispute(as('partner', 'aegis'), dispute.id, { decision: 'accept', amount: null, reason: 'x' }),
    ),
  ).toBe('forbidden');
  const mine = await listDisputes(as('partner', 'aegis'), {
    ...wholeList,
    filters: { state: ['with_partner'] },
  });
  expect(mine.data.map(({ number }) => number)).toContain(dispute.number);
  expect(mine.data.every(({ partner }) => partner!.slug === 'aegis')).toBe(true);
  // What was said stays said.
  await expect(owner.query('update dispute_entry set words = words')).rejects.toThrow();
});

test('what cannot be disputed, answered or taken back is refused with its code, and holds nothing', async () => {
  const [base, data, other] = [await lineOf(4, 'base'), await lineOf(4, 'data'), await lineOf(5, 'data')];
  const before = await balances(4);
  const mixed = { billId: base.billId, lineId: other.lineId };
  expect(await codeOf(raise(acme(), mixed))).toBe('not_found');
  expect(await codeOf(raise(acme(), { billId: base.billId, lineId: base.billId }))).toBe('not_found');
  for (const amount of ['0.00', '-1.00', '1.001', 'all', '']) {
    expect(await codeOf(raise(acme(), base, amount))).toBe('bad_amount');
  }
  expect(await codeOf(raise(acme(), base, major(base.amount + 1)))).toBe('above_line');
  // A discount goes with its line; the first account has one.
  const { rows } = await owner.query<{ billId: string; lineId: string }>(
    `select bill_id as "billId", id as "lineId" from bill_line where billing_account_id = $1 and kind = 'discount' limit 1`,
    [world.accountIds[0]],
  );
  expect(await codeOf(raise(acme(), rows[0]!))).toBe('nothing_to_dispute');
  // A draft has no lines to dispute yet, and the customer does not see it.
  const story = new AccountStory(owner, world, 4);
  await story.review('2026-05-05T08:00:00.000Z', world.nextCycleId);
  const draft = await owner.query<{ billId: string; lineId: string }>(
    `select l.bill_id as "billId", l.id as "lineId" from bill_line l join bill b on b.id = l.bill_id
     where b.billing_account_id = $1 and b.state <> 'issued' limit 1`,
    [world.accountIds[3]],
  );
  expect(await codeOf(raise(operator(), draft.rows[0]!))).toBe('bill_not_issued');
  expect(await codeOf(raise(acme(), draft.rows[0]!))).toBe('not_found');
  expect(await balances(4)).toEqual(before);

  // What is credited of a line cannot be disputed any more; what is left can, once.
  await issueCreditNote(operator(), {
    ...{
      billId: data.billId,
      reason: 'A credit',
      wanted: { lines: [{ lineId: data.lineId, amount: '0.10' }] },
    },
  });
  expect(await codeOf(raise(acme(), data, major(data.amount)))).toBe('above_line');
  const dispute = await raise(acme(), data);
  expect(dispute.disputed).toBe(major(data.amount - 10));
  expect([await codeOf(raise(acme(), data)), await codeOf(raise(operator(), data, '0.01'))]).toEqual([
    ...['above_line', 'above_line'],
  ]);
  const say = (
    ctx: ServiceContext,
    answer: 'accept' | 'accept_part' | 'object',
    amount: string | null = null,
  ) => codeOf(answerDispute(ctx, dispute.id, { answer, amount, words: 'So.' }));
  const [skymesh, aegis] = [as('partner', 'skymesh'), as('partner', 'aegis')];
  expect([await say(aegis, 'object'), await say(acme(), 'object')]).toEqual(['not_found', 'forbidden']);
  expect([await say(skymesh, 'accept_part'), await say(skymesh, 'object', '1.00')]).toEqual([
    ...['required', 'amount_not_expected'],
  ]);
  expect(await say(skymesh, 'accept_part', major(data.amount))).toBe('above_line');
  // It may change its mind, also after its days are over, until somebody decides.
  expect([await say(skymesh, 'object'), await say(skymesh, 'accept')]).toEqual([null, null]);
  expect(await say(as('partner', 'skymesh', '2026-06-30T08:00:00.000Z'), 'object')).toBe(null);
  const decide = (ctx: ServiceContext) =>
    codeOf(decideDispute(ctx, dispute.id, { decision: 'accept', amount: null, reason: 'x' }));
  expect([await decide(acme()), await decide(skymesh)]).toEqual(['forbidden', 'forbidden']);
  expect(await codeOf(withdrawDispute(operator(), dispute.id, 'x'))).toBe('not_raised_by_you');
  await withdrawDispute(acme(), dispute.id, 'Settled by phone.');
  const file = { name: 'late.txt', bytes: Buffer.from('late') };
  expect([
    ...[await say(skymesh, 'object'), await decide(operator())],
    await codeOf(withdrawDispute(acme(), dispute.id, 'x')),
    await codeOf(addMessage(acme(), dispute.id, 'x')),
    await codeOf(addEvidence(acme(), dispute.id, file)),
  ]).toEqual(Array.from({ length: 5 }, () => 'already_decided'));
  // Taken back, it can be raised again.
  const again = await raise(acme(), data, '0.01');
  const big = { name: 'big.txt', bytes: Buffer.alloc(EVIDENCE_BYTES + 1, 'a') };
  expect([
    await codeOf(addEvidence(acme(), again.id, big)),
    await codeOf(addEvidence(acme(), again.id, { name: 'none.txt', bytes: Buffer.alloc(0) })),
    await codeOf(addEvidence(acme(), again.id, { name: 'x.svg', bytes: Buffer.from('<svg/>') })),
    await codeOf(addEvidence(as('partner', 'cumulus'), again.id, file)),
  ]).toEqual(['body_too_large', 'empty_file', 'unsupported_evidence', 'not_found']);
  await withdrawDispute(acme(), again.id, 'Enough.');
});
