import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { AppError } from '@/lib/errors';
import { agreementConditions } from '@/lib/schemas/agreement-conditions';
import { changeConditions, getConditions } from '@/lib/services/agreements/change-conditions';
import { createVersion } from '@/lib/services/agreements/create-version';
import { signAgreement } from '@/lib/services/agreements/sign-agreement';
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

test('how it is paid is kept in the currency’s own units, and goes on with the version that follows', async () => {
  const { currency } = await getConditions(world.operator, 'cumulus');
  const change = {
    payoutFrequency: 'quarterly',
    ...{ payoutMinimum: '50.00', payoutFee: '2.50', payoutFeePercent: '1.25' },
    ...{ reservePercent: '5', reserveDays: 30 },
  } as const;
  expect(await changeConditions(world.operator, { partner: 'cumulus', change })).toMatchObject({
    ...change,
    currency,
  });
  const { rows } = await owner.query(
    `select payout_minimum_minor, payout_fee_minor, payout_fee_ppm, reserve_ppm, reserve_days from agreement where partner_id = $1`,
    [world.partnerId],
  );
  expect(rows).toEqual([
    {
      ...{ payout_minimum_minor: '5000', payout_fee_minor: '250', payout_fee_ppm: 12_500 },
      ...{ reserve_ppm: 50_000, reserve_days: 30 },
    },
  ]);
  const tooFine = changeConditions(world.operator, { partner: 'cumulus', change: { payoutFee: '0.001' } });
  await expect(tooFine).rejects.toMatchObject({ code: 'too_many_decimals', issues: [{ path: 'payoutFee' }] });

  const { agreementId } = await getConditions(world.operator, 'cumulus');
  const next = await createVersion(world.operator, agreementId, { validFrom: '2030-01-01' });
  await signAgreement(world.operator, next.id);
  const { actor } = world.partner;
  await signAgreement({ ...world.partner, actor: { ...actor, role: 'admin' } }, next.id);
  const { version } = await getConditions(world.operator, 'cumulus');
  expect(version).toBe(2);
  await changeConditions(world.operator, { partner: 'cumulus', change: { reserveDays: 60 } });
  const both = await owner.query(
    'select reserve_days, payout_fee_minor from agreement where partner_id = $1',
    [world.partnerId],
  );
  expect(both.rows).toEqual([
    { reserve_days: 60, payout_fee_minor: '250' },
    { reserve_days: 60, payout_fee_minor: '250' },
  ]);
});

test('a partner changes nothing, nobody changes another operator’s, and without an agreement there is none', async () => {
  const change = { latePolicy: 'hold' } as const;
  expect(await codeOf(changeConditions(world.partner, { partner: 'cumulus', change }))).toBe('forbidden');
  const other = await cloudWorld('conditions-elsewhere');
  const foreign = { partner: other.partnerId, change };
  expect(await codeOf(changeConditions(world.operator, foreign))).toBe('not_found');
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: 'New S.A.', country: 'PL', vatId: null, address };
  await createPartner(world.operator, { slug: 'new', name: 'New', ...legal, ratingMode: 'file' });
  expect(await codeOf(changeConditions(world.operator, { partner: 'new', change }))).toBe('no_agreement');
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
