import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import { bankDetailsFields } from '@/lib/schemas/bank-details';
import {
  approveBankDetails,
  rejectBankDetails,
  withdrawBankDetails,
} from '@/lib/services/bank-details/decide-bank-details';
import { findPayoutAccount } from '@/lib/services/bank-details/find-payout-account';
import { listBankDetails } from '@/lib/services/bank-details/list-bank-details';
import { proposeBankDetails } from '@/lib/services/bank-details/propose-bank-details';
import type { ServiceContext } from '@/lib/services/context';
import { createOperator } from '@/lib/services/operators/create-operator';
import { createPartner } from '@/lib/services/parties/create-party';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const NOW = '2026-11-22T10:00:00.000Z';
const LATER = '2026-11-24T10:00:00.000Z';
let database: TestDatabase;
let operatorId: string;
let operatorPartyId: string;
let partnerId: string;
let otherId: string;

const as = (
  audience: Actor['audience'],
  id: string,
  more: Partial<Actor> & { now?: string } = {},
): ServiceContext => {
  const { now = NOW, ...rest } = more;
  const partyId = audience === 'operator' ? null : partnerId;
  return {
    now,
    actor: {
      ...{ kind: 'user', id, name: `Person ${id}`, role: 'billing' },
      operatorId,
      audience,
      partyId,
      ...rest,
    },
  };
};
const ada = (now = NOW) => as('operator', 'ada', { now });
const bob = (now = NOW) => as('operator', 'bob', { now });
const sky = () => as('partner', 'sky');
const details = (iban: string, change: object = {}) =>
  bankDetailsFields.parse({ holder: 'SkyMesh', iban, town: 'Köln', country: 'de', ...change });
const GERMAN = 'DE89 3704 0044 0532 0130 00';
const POLISH = 'PL61109010140000071219812874';

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: 'Legal', country: 'PL', vatId: 'PL5260001246', address };
  ({ operatorId, partyId: operatorPartyId } = await createOperator({
    ...{
      slug: 'details',
      name: 'Details',
      ...legal,
      email: null,
      currency: 'EUR',
      timeZone: 'Europe/Warsaw',
    },
  }));
  const create = (slug: string) => createPartner(ada(), { slug, name: slug, ...legal, ratingMode: 'hub' });
  ({ id: partnerId } = await create('skymesh'));
  ({ id: otherId } = await create('nimbus'));
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const account = (partyId: string, now: string, currency: string | null = 'EUR') =>
  withTenantSql(scopeOf(ada().actor), (sql) => findPayoutAccount(sql, partyId, now, currency));

test('a partner’s account is paid only after another person approved it and it cooled off', async () => {
  expect(await account(partnerId, NOW)).toMatchObject({ account: null, reason: 'no_details' });
  const proposed = await proposeBankDetails(sky(), null, details(GERMAN));
  expect(proposed).toMatchObject({
    state: 'proposed',
    account: 'DE •••• 3000',
    fullAccount: GERMAN,
    isOwn: true,
  });
  expect(await account(partnerId, NOW)).toMatchObject({ account: null, reason: 'awaiting_approval' });
  const approved = await approveBankDetails(ada(), proposed.id);
  expect(approved).toMatchObject({ state: 'cooling_off', usableFrom: expect.stringContaining('2026-11-24') });
  expect(await account(partnerId, '2026-11-24T09:59:59Z')).toMatchObject({
    account: null,
    reason: 'cooling_off',
  });
  expect(await account(partnerId, LATER)).toMatchObject({
    account: { name: 'SkyMesh', iban: 'DE89370400440532013000', address: { town: 'Köln', country: 'DE' } },
  });
  await expect(approveBankDetails(bob(), proposed.id)).rejects.toMatchObject({ code: 'not_proposed' });
});

test('new details leave the old ones in use until they are ready, and both stay on record', async () => {
  const first = await proposeBankDetails(sky(), null, details(POLISH));
  const second = await proposeBankDetails(
    sky(),
    null,
    details('', { accountNumber: '0042-137', bic: 'BREXPLPW' }),
  );
  expect((await account(partnerId, LATER)).account?.iban).toBe('DE89370400440532013000');
  await approveBankDetails(ada(LATER), second.id);
  expect((await account(partnerId, LATER)).account?.iban).toBe('DE89370400440532013000');
  const after = '2026-11-26T10:00:00.000Z';
  expect((await account(partnerId, after)).account).toMatchObject({ iban: null, accountNumber: '0042137' });
  const { data } = await listBankDetails(as('partner', 'sky', { now: after }), null, wholeList);
  expect(data.map(({ id, state }) => [id === first.id, state])).toEqual([
    ...[
      [false, 'in_use'],
      [true, 'withdrawn'],
      [false, 'replaced'],
    ],
  ]);
  const zloty = await proposeBankDetails(sky(), null, details(POLISH, { currency: 'PLN' }));
  await approveBankDetails(ada(), zloty.id);
  expect((await account(partnerId, after, 'PLN')).account?.iban).toBe(POLISH);
  expect((await account(partnerId, after, 'EUR')).account?.accountNumber).toBe('0042137');
});

test('four eyes: who proposed never approves, nor does a key, and the database says so too', async () => {
  const own = await proposeBankDetails(ada(), 'operator', details(POLISH));
  await expect(approveBankDetails(ada(), own.id)).rejects.toMatchObject({ code: 'four_eyes' });
  const renamed = as('operator', 'ada', { name: 'Ada, renamed' });
  await expect(approveBankDetails(renamed, own.id)).rejects.toMatchObject({ code: 'four_eyes' });
  const key = as('operator', 'key-1', { kind: 'key' });
  await expect(approveBankDetails(key, own.id)).rejects.toMatchObject({ code: 'person_needed' });
  await expect(proposeBankDetails(key, 'operator', details(POLISH))).rejects.toMatchObject({
    code: 'person_needed',
  });
  await expect(
    proposeBankDetails(as('partner', 'key-2', { kind: 'key' }), null, details(GERMAN)),
  ).rejects.toMatchObject({ code: 'person_needed' });
  await expect(approveBankDetails(sky(), own.id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    withTenantSql(scopeOf(ada().actor), (sql) =>
      sql.query(
        "update bank_details set state = 'approved', decided_by = proposed_by || ' Renamed', usable_from = now() where id = $1",
        [own.id],
      ),
    ),
  ).rejects.toThrow('bank_details_four_eyes');
  expect(await approveBankDetails(bob(), own.id)).toMatchObject({
    state: 'cooling_off',
    party: { kind: 'operator' },
  });
  expect((await account(operatorPartyId, LATER)).account?.iban).toBe(POLISH);
});

test('a partner sees and changes its own only, a reader no whole number, and a refusal has a reason', async () => {
  const other = as('partner', 'nimbus', { partyId: otherId });
  const theirs = await proposeBankDetails(other, null, details(GERMAN));
  expect(
    (await listBankDetails(sky(), null, wholeList)).data.every(({ party }) => party.id === partnerId),
  ).toBe(true);
  await expect(withdrawBankDetails(sky(), theirs.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(proposeBankDetails(sky(), 'nimbus', details(GERMAN))).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(proposeBankDetails(sky(), 'operator', details(GERMAN))).rejects.toMatchObject({
    code: 'not_found',
  });
  const reader = as('operator', 'eve', { role: 'viewer' });
  const seen = await listBankDetails(reader, 'nimbus', wholeList);
  expect(seen.data).toMatchObject([{ account: 'DE •••• 3000', fullAccount: null, state: 'proposed' }]);
  await expect(proposeBankDetails(reader, 'nimbus', details(GERMAN))).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await rejectBankDetails(ada(), theirs.id, 'The holder is not you.')).toMatchObject({
    state: 'rejected',
  });
  expect((await listBankDetails(other, null, wholeList)).data[0]?.reason).toBe('The holder is not you.');
  await expect(withdrawBankDetails(other, theirs.id)).rejects.toMatchObject({ code: 'not_proposed' });
});

test('every step is on the record and told to whom it concerns, without the number', async () => {
  const rows = await withTenantSql(scopeOf(ada().actor), (sql) =>
    sql.query<{ type: string; parties: string[]; text: string }>(
      "select type, party_ids as parties, payload::text as text from outbox_event where type like 'bank-details.%' order by id",
    ),
  );
  expect(rows.length).toBeGreaterThanOrEqual(9);
  expect(rows.some(({ text }) => /0532013000|0000071219812874|0042137/.test(text))).toBe(false);
  expect(rows[0]).toMatchObject({ type: 'bank-details.proposed', parties: [partnerId] });
  const audited = await withTenantSql(scopeOf(ada().actor), (sql) =>
    sql.query<{ action: string }>(
      "select action from audit_entry where action like 'bank-details.%' order by seq",
    ),
  );
  expect(audited.map(({ action }) => action)).toEqual(rows.map(({ type }) => type));
});

test.each([
  [{ iban: 'DE89370400440532013001' }, 'iban'],
  [{ iban: '', accountNumber: '' }, 'iban'],
  [{ iban: GERMAN, accountNumber: '12345' }, 'accountNumber'],
  [{ iban: '', accountNumber: '12345' }, 'bic'],
  [{ iban: GERMAN, bic: 'NOBIC' }, 'bic'],
  [{ iban: GERMAN, town: ' ' }, 'town'],
  [{ iban: GERMAN, country: 'Germany' }, 'country'],
  [{ iban: GERMAN, currency: 'XXX' }, 'currency'],
])('%o is refused at %s', (input, path) => {
  const parsed = bankDetailsFields.safeParse({ holder: 'H', town: 'T', country: 'DE', ...input });
  expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});
