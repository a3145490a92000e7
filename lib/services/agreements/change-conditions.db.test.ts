import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { payingAgreement } from '@/lib/db/payout-conditions';
import type { AppError } from '@/lib/errors';
import { agreementConditions } from '@/lib/schemas/agreement-conditions';
import { agreeConditions } from '@/lib/services/agreements/agree-conditions';
import {
  type ConditionsChange,
  changeConditions,
  getConditions,
} from '@/lib/services/agreements/change-conditions';
import { createVersion } from '@/lib/services/agreements/create-version';
import { changeDraft } from '@/lib/services/agreements/save-draft';
import { signAgreement } from '@/lib/services/agreements/sign-agreement';
import { withdrawConditions } from '@/lib/services/agreements/withdraw-conditions';
import type { ServiceContext } from '@/lib/services/context';
import { createPartner } from '@/lib/services/parties/create-party';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
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
  world = await cloudWorld('conditions');
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: AppError) => error.code,
  );

test('what is given changes, on record, and the partner is told; the rest stays', async () => {
  const before = await getConditions(world.partner, 'cumulus');
  expect(before).toMatchObject({
    latePolicy: 'carry_over',
    acceptance: 'automatic',
    changeTolerancePercent: '50',
  });
  const change = { latePolicy: 'estimate', changeTolerancePercent: '12.5' } as const;
  const after = await changeConditions(world.operator, { partner: 'cumulus', change });
  expect(after).toEqual({ ...before, ...change });
  expect(await getConditions(world.partner, 'cumulus')).toEqual(after);
  const { rows } = await owner.query(
    `select a.before, a.after, e.party_ids as told from audit_entry a
     join outbox_event e on e.operator_id = a.operator_id and e.type = a.action
     where a.operator_id = $1 and a.action = 'agreement.conditions-changed'`,
    [world.operator.actor.operatorId],
  );
  expect(rows).toEqual([
    {
      before: { latePolicy: 'carry_over', changeTolerancePercent: '50' },
      after: { latePolicy: 'estimate', changeTolerancePercent: '12.5' },
      told: [world.partnerId],
    },
  ]);
  await changeConditions(world.operator, { partner: 'cumulus', change });
  expect(
    (await owner.query(`select from audit_entry where action like '%conditions-changed'`)).rowCount,
  ).toBe(1);
});

/** The partner's person who may sign for it. */
const signer = (): ServiceContext => ({
  ...world.partner,
  actor: { ...world.partner.actor, kind: 'user', role: 'admin' },
});
const at = (on: string) => ({ ...world.operator, now: `${on}T08:00:00.000Z` });
const change = (on: string, changed: ConditionsChange['change'], holdsFrom?: string) =>
  changeConditions(at(on), { partner: 'cumulus', change: changed, holdsFrom });
const told = async (type: string) =>
  (
    await owner.query<{ payload: Record<string, unknown>; party_ids: string[] }>(
      'select payload, party_ids from outbox_event where type = $1 order by id',
      [type],
    )
  ).rows;
/** What a payout of that statement's day is computed with, by the SQL that prepares it. */
const paidBy = async (throughOn: string) =>
  (
    await owner.query<{ conditions: Record<string, unknown> }>(
      `select a.conditions from operator o, lateral (${payingAgreement('$1::uuid', '$2::date')}) a where o.id = $3`,
      [world.partnerId, throughOn, world.operator.actor.operatorId],
    )
  ).rows[0]!.conditions;

test('what costs the partner more is announced, and holds for statements from its day on', async () => {
  const { currency } = await getConditions(world.operator, 'cumulus');
  const worse = {
    payoutFee: '2.50',
    payoutFeePercent: '1.25',
    reservePercent: '5',
    reserveDays: 30,
  } as const;
  const announced = await change('2026-11-01', {
    ...worse,
    payoutMinimum: '50.00',
    payoutFrequency: 'quarterly',
  });
  expect(announced).toMatchObject({
    payoutFee: '0.00',
    reserveDays: 0,
    payoutFrequency: 'monthly',
    currency,
  });
  expect(announced.announced).toMatchObject([
    { holdsFrom: '2026-11-16', change: { ...worse, payoutMinimum: '50.00', payoutFrequency: 'quarterly' } },
  ]);
  // The partner reads it before it holds, and not who wrote it.
  const seen = await getConditions({ ...world.partner, now: at('2026-11-02').now }, 'cumulus');
  expect(seen.announced).toEqual(announced.announced);
  expect(JSON.stringify(seen)).not.toContain(world.operator.actor.name);
  expect(await told('payout-conditions.changed')).toMatchObject([
    {
      party_ids: [world.partnerId],
      payload: {
        ...{ partner: 'cumulus', holdsFrom: '2026-11-16', currency },
        ...{ before: { payoutFee: '0.00' }, after: { payoutFee: '2.50' } },
      },
    },
  ]);
  // Said again it is the same; sooner than its notice it is refused, and nothing is half done.
  expect((await change('2026-11-02', worse)).announced).toHaveLength(1);
  expect(await codeOf(change('2026-11-02', { payoutFee: '3.00', latePolicy: 'hold' }, '2026-11-16'))).toBe(
    'notice_too_short',
  );
  expect((await getConditions(at('2026-11-02'), 'cumulus')).latePolicy).toBe('estimate');
  // What is better holds at once, beside what is announced.
  expect(await change('2026-11-03', { payoutFee: '3.00' }, '2026-12-01')).toMatchObject({
    announced: [{ holdsFrom: '2026-11-16' }, { holdsFrom: '2026-12-01', change: { payoutFee: '3.00' } }],
  });
  expect([await paidBy('2026-11-15'), await paidBy('2026-11-16'), await paidBy('2026-12-01')]).toMatchObject([
    { feeMinor: '0', reserveDays: 0, since: null },
    { feeMinor: '250', feePpm: 12_500, reservePpm: 50_000, reserveDays: 30, since: '2026-11-16' },
    { feeMinor: '300', minimumMinor: '5000', since: '2026-12-01' },
  ]);
  const later = await change('2026-12-05', { payoutFee: '1.00', reserveDays: 60 });
  expect(later).toMatchObject({ payoutFee: '1.00', reserveDays: 30, payoutFeePercent: '1.25' });
  expect(later.announced).toMatchObject([{ holdsFrom: '2026-12-20', change: { reserveDays: 60 } }]);
  // Neither that nor what is said later of other things changes what statements of earlier days are computed with.
  await change('2026-12-06', { maxChargeAgeMonths: 7 });
  const days = ['2026-11-15', '2026-11-16', '2026-12-04', '2026-12-05'];
  expect(await Promise.all(days.map(paidBy))).toMatchObject([
    { feeMinor: '0', minimumMinor: '0', feePpm: 0, reservePpm: 0, reserveDays: 0, since: null },
    { feeMinor: '250', minimumMinor: '5000', reserveDays: 30, since: '2026-11-16' },
    { feeMinor: '300', since: '2026-12-01' },
    { feeMinor: '100', since: '2026-12-05' },
  ]);
  const tooFine = change('2026-12-05', { payoutFee: '0.001' });
  await expect(tooFine).rejects.toMatchObject({ code: 'too_many_decimals', issues: [{ path: 'payoutFee' }] });
});

test('what is announced is taken back before it holds, and not after', async () => {
  const { id } = (await getConditions(at('2026-12-06'), 'cumulus')).announced[0]!;
  const withdraw = (ctx: typeof world.operator) =>
    withdrawConditions(ctx, { partner: 'cumulus', change: id });
  expect(await codeOf(withdraw(world.partner))).toBe('forbidden');
  expect(await codeOf(withdraw(at('2026-12-20')))).toBe('holds_already');
  expect((await withdraw(at('2026-12-19'))).announced).toEqual([]);
  expect(await codeOf(withdraw(at('2026-12-19')))).toBe('holds_already');
  expect(await told('payout-conditions.withdrawn')).toMatchObject([
    { party_ids: [world.partnerId], payload: { holdsFrom: '2026-12-20', after: { reserveDays: 60 } } },
  ]);
  expect(await paidBy('2027-01-01')).toMatchObject({ reserveDays: 30 });
});

test('what is announced moves to the day that is asked for, and what was announced with it stays', async () => {
  await change('2026-12-21', { payoutFee: '4.00', reserveDays: 90 }, '2027-01-10');
  const moved = await change('2026-12-22', { payoutFee: '4', payoutFeePercent: '0.5' }, '2027-02-01');
  expect(moved).toMatchObject({ payoutFee: '1.00', payoutFeePercent: '1.25' });
  expect(moved.announced).toMatchObject([
    { holdsFrom: '2027-01-10', announcedAt: at('2026-12-21').now, change: { reserveDays: 90 } },
    { holdsFrom: '2027-02-01', change: { payoutFee: '4.00', payoutFeePercent: '0.5' } },
  ]);
  expect([await paidBy('2027-01-31'), await paidBy('2027-02-01')]).toMatchObject([
    { feeMinor: '100', feePpm: 12_500, reserveDays: 90 },
    { feeMinor: '400', feePpm: 5_000, reserveDays: 90 },
  ]);
  expect((await told('payout-conditions.withdrawn')).at(-1)?.payload).toMatchObject({
    ...{ holdsFrom: '2027-01-10', after: { payoutFee: '4.00' } },
  });
  const again = change('2026-12-23', { payoutFee: '4.0', payoutFeePercent: '0.50' }, '2027-02-01');
  expect((await again).announced).toEqual(moved.announced);
  expect(await codeOf(change('2026-12-23', { payoutFee: '0.50' }, '2026-12-22'))).toBe('bad_date');
  for (const { id } of moved.announced) {
    await withdrawConditions(at('2026-12-23'), { partner: 'cumulus', change: id });
  }
});

test('how it is paid goes on with the version that follows', async () => {
  const { agreementId } = await getConditions(world.operator, 'cumulus');
  const next = await createVersion(world.operator, agreementId, { validFrom: '2030-01-01' });
  await signAgreement(world.operator, next.id);
  await signAgreement(signer(), next.id);
  expect(await getConditions(at('2030-02-01'), 'cumulus')).toMatchObject({
    ...{ version: 2, payoutFee: '1.00', payoutFeePercent: '1.25', reserveDays: 30 },
  });
  const [signed, followed] = [await paidBy('2026-11-15'), await paidBy('2030-02-01')];
  expect([signed, followed]).toMatchObject([{ feeMinor: '0' }, { feeMinor: '100', reserveDays: 30 }]);
});

test('what a partner agrees to holds from that day on, once, and nothing that was announced sooner undoes it', async () => {
  const { currency } = await getConditions(at('2031-01-10'), 'cumulus');
  await change('2031-01-10', { payoutFee: '2.00' });
  const both = await change('2031-01-10', { payoutFee: '3.00', reserveDays: 60 }, '2031-03-01');
  const [sooner, later] = both.announced.map(({ id }) => id);
  expect(both.announced.map(({ holdsFrom }) => holdsFrom)).toEqual(['2031-01-25', '2031-03-01']);
  const agree = (on: string, id: string | undefined, ctx = signer()) =>
    agreeConditions({ ...ctx, now: at(on).now }, { partner: 'cumulus', change: id! });

  expect(await codeOf(agree('2031-01-12', sooner, world.partner))).toBe('forbidden');
  expect(await codeOf(agree('2031-01-12', sooner, world.operator))).toBe('forbidden');
  // A key may be one that the operator made.
  const byKey = { ...signer(), actor: { ...signer().actor, kind: 'key' as const } };
  expect(await codeOf(agree('2031-01-12', sooner, byKey))).toBe('person_needed');
  expect(await codeOf(agree('2031-01-12', later))).toBe('sooner_first');
  const twice = await Promise.all([1, 2].map(() => codeOf(agree('2031-01-12', sooner))));
  expect(twice.sort()).toEqual([null, 'superseded']);
  expect(await getConditions(at('2031-01-12'), 'cumulus')).toMatchObject({
    ...{ payoutFee: '2.00', reserveDays: 30, announced: [{ id: later }] },
  });
  expect(await agree('2031-01-12', later)).toMatchObject({
    ...{ payoutFee: '3.00', reserveDays: 60, announced: [] },
  });
  expect(await codeOf(agree('2031-01-13', later))).toBe('superseded');
  const withdrawn = withdrawConditions(at('2031-01-13'), { partner: 'cumulus', change: later! });
  expect(await codeOf(withdrawn)).toBe('holds_already');
  const days = ['2031-01-11', '2031-01-12', '2031-02-28'];
  expect(await Promise.all(days.map(paidBy))).toMatchObject([
    { feeMinor: '100', reserveDays: 30 },
    { feeMinor: '300', reserveDays: 60, since: '2031-01-12' },
    { feeMinor: '300', reserveDays: 60, since: '2031-01-12' },
  ]);
  // What is better afterwards is not undone on the days that were announced.
  await change('2031-01-14', { payoutFee: '0.50' });
  expect(await paidBy('2031-03-02')).toMatchObject({ feeMinor: '50', reserveDays: 60 });

  const told2031 = await told('payout-conditions.agreed');
  expect(told2031).toMatchObject([
    {
      party_ids: [world.partnerId],
      payload: {
        ...{ announcedAs: sooner, announcedFor: '2031-01-25', holdsFrom: '2031-01-12', currency },
        ...{ partner: 'cumulus', before: { payoutFee: '1.00' }, after: { payoutFee: '2.00' } },
      },
    },
    { payload: { announcedAs: later, announcedFor: '2031-03-01', before: { payoutFee: '2.00' } } },
  ]);
  const { rows } = await owner.query(
    `select a.actor, c.agreed_by as "agreedBy" from audit_entry a, payout_condition c
     where a.action = 'payout-conditions.agreed' and c.id::text = $1 and a.after ->> 'payoutFee' = '2.00'`,
    [told2031[0]!.payload.change],
  );
  expect(rows).toMatchObject([{ agreedBy: expect.stringContaining(world.partner.actor.name) }]);

  const [next] = (await change('2031-01-15', { reserveDays: 61 })).announced;
  expect(await codeOf(agree('2031-01-30', next?.id))).toBe('holds_already');
});

test('amounts that were announced in another currency than the agreement’s are shown to nobody and hold for nobody', async () => {
  const { agreementId, reserveDays } = await getConditions(at('2032-01-01'), 'cumulus');
  const announced = await change('2032-01-01', { payoutFee: '5.00', reserveDays: reserveDays + 1 });
  await change('2032-01-01', { payoutMinimum: '90.00' }, '2032-01-17');
  const { currency, announced: rows } = await getConditions(at('2032-01-02'), 'cumulus');
  expect(rows).toMatchObject([{ holdsFrom: '2032-01-16' }, { holdsFrom: '2032-01-17' }]);

  const draft = await createVersion(at('2032-01-02'), agreementId, { validFrom: '2032-01-10' });
  const { payer, partner, role, validFrom, terms } = draft;
  const ofParties = { payerId: payer.id, partnerId: partner.id, role, validFrom, terms };
  await changeDraft(at('2032-01-02'), draft.id, {
    ...ofParties,
    currency: currency === 'USD' ? 'EUR' : 'USD',
  });
  await signAgreement(at('2032-01-02'), draft.id);
  await signAgreement({ ...signer(), now: at('2032-01-02').now }, draft.id);

  const now = await getConditions(at('2032-01-11'), 'cumulus');
  expect(now.currency).not.toBe(currency);
  // What is no amount of it stays announced; a row of nothing else is gone.
  expect(now.announced).toMatchObject([{ holdsFrom: '2032-01-16' }]);
  expect(now.announced[0]!.change).toEqual({ reserveDays: reserveDays + 1 });
  expect(now.announced[0]!.id).toBe(announced.announced[0]!.id);
  expect(await paidBy('2032-01-17')).toMatchObject({ reserveDays: reserveDays + 1 });
  expect(await paidBy('2032-01-17')).not.toMatchObject({ feeMinor: '500' });
  expect(await paidBy('2032-01-17')).not.toMatchObject({ minimumMinor: '9000' });
  // The same amount in the currency of now is another: it is announced anew, with its own notice.
  expect((await change('2032-01-11', { payoutFee: '5.00' })).announced).toMatchObject([
    { holdsFrom: '2032-01-16', change: { reserveDays: reserveDays + 1 } },
    { holdsFrom: '2032-01-26', change: { payoutFee: '5.00' }, currency: now.currency },
  ]);
  const gone = agreeConditions(
    { ...signer(), now: at('2032-01-11').now },
    { partner: 'cumulus', change: rows[1]!.id },
  );
  expect(await codeOf(gone)).toBe('superseded');
});

test('a partner changes nothing, nobody changes another operator’s, and without an agreement there is none', async () => {
  const hold = { latePolicy: 'hold' } as const;
  expect(await codeOf(changeConditions(world.partner, { partner: 'cumulus', change: hold }))).toBe(
    'forbidden',
  );
  const other = await cloudWorld('conditions-elsewhere');
  const foreign = { partner: other.partnerId, change: hold };
  expect(await codeOf(changeConditions(world.operator, foreign))).toBe('not_found');
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: 'New S.A.', country: 'PL', vatId: null, address };
  const added = await createPartner(world.operator, {
    slug: 'new',
    name: 'New',
    ...legal,
    ratingMode: 'file',
  });
  expect(await codeOf(changeConditions(world.operator, { partner: 'new', change: hold }))).toBe(
    'no_agreement',
  );
  // Nor does one agree to what was announced to another, here or elsewhere.
  const [waiting] = (await getConditions(at('2032-01-12'), 'cumulus')).announced;
  const given = { partner: 'cumulus', change: waiting!.id };
  const elsewhere = { ...other.partner.actor, kind: 'user' as const, role: 'admin' as const };
  for (const actor of [{ ...signer().actor, partyId: added.id }, elsewhere]) {
    const by = { ...world.partner, actor, now: at('2032-01-12').now };
    expect(await codeOf(agreeConditions(by, given))).toBe('not_found');
  }
  expect((await getConditions(at('2032-01-12'), 'cumulus')).announced[0]).toEqual(waiting);
});

test.each<[string, unknown, string]>([
  ['changeTolerancePercent', '-1', 'Write a percentage'],
  ['changeTolerancePercent', '12.34567', 'Write a percentage'],
  ['differenceTolerancePercent', '100.1', 'At most 100'],
  ['maxChargeAgeMonths', 1.5, 'whole number'],
  ['maxChargeAgeMonths', 61, 'At most 60'],
])('%s of %s is refused at its field', (field, value, message) => {
  const parsed = agreementConditions.partial().safeParse({ [field]: value });
  expect(parsed.error?.issues[0]).toMatchObject({ path: [field], message: expect.stringContaining(message) });
});
