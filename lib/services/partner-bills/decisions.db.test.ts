import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { type FocusCells, focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import type { ServiceContext } from '@/lib/services/context';
import { acceptPartnerBill } from '@/lib/services/partner-bills/accept-partner-bill';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { getPartnerBillChanges, listPartnerBillChanges } from '@/lib/services/partner-bills/list-changes';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import {
  type ReceivePartnerBillInput,
  receivePartnerBill,
} from '@/lib/services/partner-bills/receive-partner-bill';
import { rejectPartnerBill } from '@/lib/services/partner-bills/reject-partner-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = await cloudWorld('decisions');
  await map('sub-1', 'ACC-USD-1');
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const map = (externalAccount: string, billingAccount: string | null) =>
  setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ level: 'sub_account', externalAccount, billingAccount }],
  });

const conditions = (set: string) =>
  owner.query(`update agreement set ${set} where partner_id = $1`, [world.partnerId]);

let bills = 0;

/** Rows that no other bill has, unless they say an Id. */
const send = (
  rows: readonly FocusCells[],
  input: Partial<ReceivePartnerBillInput> = {},
  ctx: ServiceContext = world.partner,
) =>
  receivePartnerBill(ctx, {
    partner: null,
    cycle: input.replaces ? null : world.cycle,
    externalId: `INV-${++bills}`,
    format: 'focus-1.0',
    fileName: 'bill.csv',
    bytes: focusFile(
      rows.map((row) => ({ BillingAccountId: 'nobody', ResourceId: `of bill ${bills}`, ...row })),
      [...focusColumns, 'ResourceId', 'Id'],
    ),
    ...input,
  }).then(({ bill }) => bill);

const unmapped = { SubAccountId: 'lost' };

describe('who accepts', () => {
  test.each([
    ['automatic', 'accepted', 'accepted'],
    ['whole', 'accepted', 'validated'],
    ['by_person', 'validated', 'validated'],
  ])('%s: a whole bill is %s, one with a rejected row is %s', async (rule, whole, inPart) => {
    await conditions(`acceptance = '${rule}'`);
    expect((await send([{}])).state).toBe(whole);
    expect((await send([{}, unmapped])).state).toBe(inPart);
    expect((await send([unmapped])).state).toBe('validated');
    expect((await send([{ BilledCost: 'x' }])).state).toBe('rejected');
  });

  test('whole: the last mapping that was missing is enough', async () => {
    await conditions(`acceptance = 'whole'`);
    const bill = await send([{}, { SubAccountId: 'soon' }]);
    expect(bill.state).toBe('validated');
    await map('soon', 'ACC-USD-2');
    expect((await getPartnerBill(world.partner, bill.id)).state).toBe('accepted');
  });

  test('whole: an amount beyond the agreed change waits, within it does not', async () => {
    await conditions(`acceptance = 'automatic'`);
    const spec = (await owner.query('select spec_id from billing_cycle where id = $1', [world.cycle]))
      .rows[0]!;
    for (const [n, from, to] of [
      [7, '2026-08-01', '2026-09-01'],
      [8, '2026-09-01', '2026-10-01'],
    ]) {
      const { rows } = await owner.query(
        `insert into billing_cycle (operator_id, id, spec_id, n, period_from, period_to, from_at, to_at, cut_off_at, state)
         select operator_id, gen_random_uuid(), $1, $2, $3::date, $4::date, $3::date, $4::date, $4::date, 'issued' from agreement limit 1
         returning id`,
        [spec.spec_id, n, from, to],
      );
      await send(
        [{ BilledCost: '1000', ChargePeriodStart: `${from} 00:00:00`, ChargePeriodEnd: `${from} 01:00:00` }],
        {
          cycle: rows[0]!.id,
        },
      );
    }
    await conditions(`acceptance = 'whole', change_tolerance_percent = 20`);
    expect(await send([{ BilledCost: '1200' }])).toMatchObject({ state: 'accepted', issues: [] });
    expect(await send([{ BilledCost: '1200.01' }])).toMatchObject({
      state: 'validated',
      issues: [
        {
          code: 'amount_far_from_history',
          amountAtStake: '200.01',
          message: expect.stringContaining('more than 20 % away from the last 2 cycles (1000 to 1000)'),
        },
      ],
    });
  });
});

describe('a person', () => {
  const reason = 'Checked with the partner.';

  test('accepts what is good of a bill; the partner is told, and who did it is on record', async () => {
    await conditions(`acceptance = 'by_person'`);
    const bill = await send([{}, unmapped]);
    await expect(acceptPartnerBill(world.partner, bill.id, { reason })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(acceptPartnerBill(world.operator, bill.id, { reason: ' ' })).rejects.toMatchObject({
      code: 'reason_missing',
    });
    const accepted = await acceptPartnerBill(world.operator, bill.id, { reason });
    expect(accepted).toMatchObject({
      state: 'accepted',
      lines: { accepted: 1, rejected: 1 },
      decision: { reason, at: world.operator.now, by: expect.not.stringContaining(':') },
    });
    expect(
      (
        await owner.query(
          `select (select count(*)::int from outbox_event where entity_id = $1 and type = 'partner-bill.accepted') as events,
             (select after->>'reason' from audit_entry where entity_id = $1 and action = 'partner-bill.accepted') as reason`,
          [bill.id],
        )
      ).rows,
    ).toEqual([{ events: 1, reason }]);
    await expect(acceptPartnerBill(world.operator, bill.id, { reason })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    await expect(rejectPartnerBill(world.operator, bill.id, { reason })).rejects.toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('send a corrected bill'),
    });
  });

  test('accepts nothing where nothing can be billed', async () => {
    const bill = await send([unmapped]);
    await expect(acceptPartnerBill(world.operator, bill.id, { reason })).rejects.toMatchObject({
      code: 'nothing_to_accept',
    });
  });

  test('rejects a bill; the partner reads why, and corrects it', async () => {
    await conditions(`acceptance = 'by_person'`);
    const bill = await send([{}, unmapped]);
    const rejected = await rejectPartnerBill(world.operator, bill.id, { reason: 'October is not over' });
    expect(rejected).toMatchObject({ state: 'rejected', lines: { received: 2, accepted: 0, rejected: 2 } });
    const seen = await getPartnerBill(world.partner, bill.id);
    expect(seen.issues.find(({ code }) => code === 'rejected_by_person')).toMatchObject({
      severity: 'error',
      lineNo: null,
      message:
        'Rejected: October is not over. Nothing of it is billed: send a corrected bill that replaces it.',
    });
    expect(seen.totals).toMatchObject([{ accepted: '0' }]);
    await map('lost', 'ACC-USD-2');
    expect((await getPartnerBill(world.partner, bill.id)).state).toBe('rejected');
    await map('lost', null);
  });

  test('decides about a correction: until then the first bill stands, and after a rejection still', async () => {
    await conditions(`acceptance = 'automatic'`);
    const first = await send([{ Id: 'x', BilledCost: '10' }]);
    await conditions(`acceptance = 'by_person'`);
    const second = await send([{ Id: 'x', BilledCost: '12' }], { replaces: first.id });
    const stateOf = async (id: string) => (await getPartnerBill(world.operator, id)).state;
    expect(second).toMatchObject({ state: 'validated', lines: { accepted: 1, duplicate: 0 } });
    expect(await stateOf(first.id)).toBe('accepted');
    await rejectPartnerBill(world.operator, second.id, { reason });
    expect(await stateOf(first.id)).toBe('accepted');
    const third = await send([{ Id: 'x', BilledCost: '11' }], { replaces: second.id });
    await acceptPartnerBill(world.operator, third.id, { reason });
    expect(await stateOf(first.id)).toBe('replaced');
  });
});

test('a line that an earlier bill says no more belongs to the later one', async () => {
  await conditions(`acceptance = 'by_person'`);
  const first = await send([{ Id: 'once', BilledCost: '3' }]);
  await conditions(`acceptance = 'automatic'`);
  const second = await send([{ Id: 'once', BilledCost: '3' }, {}]);
  expect(second.lines).toMatchObject({ accepted: 1, duplicate: 1 });
  await rejectPartnerBill(world.operator, first.id, { reason: 'Sent twice.' });
  const free = await getPartnerBill(world.partner, second.id);
  expect(free.lines).toMatchObject({ accepted: 2, duplicate: 0 });
  const third = await send([{ Id: 'once', BilledCost: '3' }, {}]);
  expect(third.lines).toMatchObject({ accepted: 1, duplicate: 1 });
  await send([{}], { replaces: second.id });
  expect((await getPartnerBill(world.partner, third.id)).lines).toMatchObject({ accepted: 2, duplicate: 0 });
});

describe('what a correction changes', () => {
  const rows: FocusCells[] = [
    { Id: 'a', BilledCost: '10', SubAccountId: 'sub-1' },
    { Id: 'b', BilledCost: '20', SubAccountId: 'sub-1' },
    { Id: 'c', BilledCost: '0.00000080', SubAccountId: 'lost' },
    { Id: 'd', BilledCost: 'x', SubAccountId: 'lost' },
    { BilledCost: '5', ServiceName: 'Alike' },
    { BilledCost: '5', ServiceName: 'Alike' },
    { BilledCost: '5', ServiceName: 'Alike' },
  ].map((row) => ({ ResourceId: 'of the first', ...row }));

  test('is told row by row, with the sums per currency and account', async () => {
    await conditions(`acceptance = 'automatic'`);
    const first = await send(rows);
    const second = await send(
      [
        { Id: 'new', BilledCost: '1', SubAccountId: 'sub-1' },
        rows[0]!,
        { ...rows[2], BilledCost: '0.00000081' },
        { ...rows[3], BilledCost: '4' },
        rows[4]!,
        { ...rows[5], BilledCost: '6' },
        rows[6]!,
      ].map((row) => row as FocusCells),
      { replaces: first.externalId },
    );
    const view = await getPartnerBillChanges(world.partner, second.id);
    expect(view).toEqual({
      replaces: { id: first.id, externalId: first.externalId },
      counts: { added: 1, removed: 1, changed: 3, same: 3 },
      totals: [{ currency: 'USD', before: '45.0000008', after: '31.00000081' }],
      accounts: [
        {
          externalAccount: 'sub-1',
          billingAccount: { id: world.accounts.usd, number: 'ACC-USD-1', name: 'ACC-USD-1' },
          currency: 'USD',
          before: '45',
          after: '27',
        },
        {
          externalAccount: 'lost',
          billingAccount: null,
          currency: 'USD',
          before: '0.0000008',
          after: '4.00000081',
        },
      ],
    });
    const { data, nextCursor } = await listPartnerBillChanges(world.partner, second.id, {
      ...wholeList,
      pageSize: 3,
    });
    const told = ({ kind, lineNo, earlierLineNo, amountBefore, amount }: (typeof data)[number]) =>
      `${kind} ${earlierLineNo}→${lineNo} ${amountBefore}→${amount}`;
    expect(data.map(told)).toEqual([
      'added null→1 null→1',
      'removed 2→null 20→null',
      'changed 3→3 0.0000008→0.00000081',
    ]);
    const rest = await listPartnerBillChanges(world.partner, second.id, { ...wholeList, after: nextCursor });
    expect(rest.data.map(told)).toEqual(['changed 4→4 null→4', 'changed 7→6 5→6']);
    const onlyAdded = { ...wholeList, filters: { kind: ['added'] } };
    expect((await listPartnerBillChanges(world.partner, second.id, onlyAdded)).data).toHaveLength(1);
    await expect(getPartnerBillChanges(world.otherPartner, second.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(getPartnerBillChanges(world.partner, first.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

const sample = `${import.meta.dirname}/../../../../shared/data/focus/focus_sample_1000.csv`;

test.skipIf(!existsSync(sample))(
  'the real FOCUS sample with three rows changed is shown as just those (skipped where ../shared is not there)',
  async () => {
    await conditions('max_charge_age_months = 36');
    const bytes = readFileSync(sample);
    const first = await send([], { bytes });
    const [header, ...rows] = parse(bytes) as string[][];
    const cost = header!.indexOf('BilledCost');
    const [service, id] = [header!.indexOf('ServiceName'), header!.indexOf('Id')];
    const changed = rows.slice(0, -1);
    changed[400] = changed[400]!.with(cost, '7.77');
    changed.unshift(rows.at(-1)!.with(service, 'Something new').with(id, 'new'));
    const csv = [header!, ...changed].map((row) =>
      row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','),
    );
    const corrected = Buffer.from(csv.join('\n'));
    const second = await send([], { bytes: corrected, replaces: first.id });
    expect(second).toMatchObject({ state: 'validated', lines: { received: 1000, duplicate: 0 } });
    const { counts } = await getPartnerBillChanges(world.operator, second.id);
    expect(counts).toEqual({ added: 1, removed: 1, changed: 1, same: 998 });
    const { data } = await listPartnerBillChanges(world.operator, second.id, wholeList);
    expect(data).toMatchObject([
      { kind: 'added', lineNo: 1, service: 'Something new' },
      { kind: 'changed', lineNo: 402, earlierLineNo: 401, amount: '7.77' },
      { kind: 'removed', earlierLineNo: 1000 },
    ]);
    const again = await receivePartnerBill(world.partner, {
      ...{ partner: null, cycle: null, externalId: 'AGAIN', format: 'focus-1.0', fileName: null },
      ...{ bytes: corrected, replaces: first.id },
    });
    expect(again).toMatchObject({ created: false, bill: { id: second.id } });
  },
);
