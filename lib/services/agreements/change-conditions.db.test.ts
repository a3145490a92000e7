import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { AppError } from '@/lib/errors';
import { agreementConditions } from '@/lib/schemas/agreement-conditions';
import { changeConditions, getConditions } from '@/lib/services/agreements/change-conditions';
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
