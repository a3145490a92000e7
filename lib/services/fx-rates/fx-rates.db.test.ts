import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { newId } from '@/lib/db/id';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import { formatDecimal } from '@/lib/domain/money/decimal';
import type { ServiceContext } from '@/lib/services/context';
import { askRate, findRate } from '@/lib/services/fx-rates/find-rate';
import { listRates } from '@/lib/services/fx-rates/list-rates';
import { importEcbRates, type RateInput, setRates } from '@/lib/services/fx-rates/set-rates';
import { createOperator } from '@/lib/services/operators/create-operator';
import { createPartner } from '@/lib/services/parties/create-party';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const NOW = '2026-11-22T10:00:00.000Z';
let database: TestDatabase;
let partner: ServiceContext;
let operator: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  const address = { street: 'Prosta 1', town: 'Warszawa', postcode: '00-001' };
  const legal = { legalName: 'Legal', country: 'PL', vatId: 'PL5260001246', address };
  const { operatorId } = await createOperator({
    ...{ slug: 'rates', name: 'Rates', ...legal, email: null, currency: 'EUR', timeZone: 'Europe/Warsaw' },
  });
  operator = { actor: person(operatorId, 'operator', null), now: NOW };
  const { id } = await createPartner(operator, { slug: 'sky', name: 'Sky', ...legal, ratingMode: 'hub' });
  partner = { actor: person(operatorId, 'partner', id), now: NOW };
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const person = (operatorId: string, audience: Actor['audience'], partyId: string | null): Actor => ({
  ...{ kind: 'user', id: newId(), name: 'Ada', role: 'billing', operatorId, audience, partyId },
});
const rate = (pair: string, value: string, validOn = '2026-11-20'): RateInput => ({
  ...{ base: pair.slice(0, 3), quote: pair.slice(3), rate: value, validOn, source: 'House bank' },
});
const ecb = (days: Record<string, Record<string, string>>) =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><Cube>${Object.entries(days)
    .map(
      ([day, rates]) =>
        `<Cube time='${day}'>${Object.entries(rates)
          .map(([code, value]) => `<Cube currency='${code}' rate='${value}'/>`)
          .join('')}</Cube>`,
    )
    .join('')}</Cube></gesmes:Envelope>`);

test('a file of the central bank is taken once, and its rates are found in every way', async () => {
  const file = ecb({
    '2026-11-20': { USD: '1.25', PLN: '4.2355', JPY: '161.5', XXY: '3' },
    '2026-11-19': { USD: '1.24', CHF: '0.94' },
  });
  expect(await importEcbRates(operator, file)).toEqual({ created: 5, changed: 0, unchanged: 0, kept: 0 });
  expect(await importEcbRates(operator, file)).toEqual({ created: 0, changed: 0, unchanged: 5, kept: 0 });
  const ask = async (from: string, to: string, on = '2026-11-22') => {
    const { rate: found, ...chosen } = await askRate(operator, { from, to, on });
    return { rate: formatDecimal(found), ...chosen };
  };
  expect(await ask('EUR', 'USD')).toMatchObject({
    rate: '1.25',
    validOn: '2026-11-20',
    source: 'ECB',
    path: 'direct',
  });
  expect(await ask('USD', 'EUR')).toMatchObject({ rate: '0.8', path: 'inverse' });
  expect(await ask('USD', 'PLN')).toMatchObject({ rate: '3.3884', path: 'cross', through: 'EUR' });
  expect(await ask('EUR', 'USD', '2026-11-19')).toMatchObject({ rate: '1.24' });
  expect(await ask('PLN', 'PLN')).toMatchObject({ rate: '1', path: 'same', validOn: '2026-11-22' });
  // Seven days bridge, eight do not.
  expect(await ask('EUR', 'CHF', '2026-11-26')).toMatchObject({ rate: '0.94' });
  await expect(ask('EUR', 'CHF', '2026-11-27')).rejects.toMatchObject({ code: 'rate_missing' });
  await expect(ask('EUR', 'USD', '2026-11-18')).rejects.toMatchObject({ code: 'rate_missing' });
});

test('what somebody set by hand goes before a file of the bank, and is on the record', async () => {
  expect(await setRates(operator, [rate('EURUSD', '1.30')])).toMatchObject({ created: 0, changed: 1 });
  expect(await importEcbRates(operator, ecb({ '2026-11-20': { USD: '1.25', PLN: '4.24' } }))).toEqual({
    ...{ created: 0, changed: 1, unchanged: 0, kept: 1 },
  });
  const page = await listRates(operator, { ...wholeList, q: 'eur/usd' });
  expect(page.data[0]).toMatchObject({ rate: '1.3', source: 'House bank', validOn: '2026-11-20' });
  expect(page.data).toHaveLength(2);
  const audited = await withTenantSql(scopeOf(operator.actor), (sql) =>
    sql.query<{ before: string[] }>(
      "select before from audit_entry where action = 'fx-rate.set' order by seq",
    ),
  );
  expect(audited.map(({ before }) => before)).toEqual([
    [],
    ['EUR/USD 2026-11-20 1.25 ECB'],
    ['EUR/PLN 2026-11-20 4.2355 ECB'],
  ]);
});

test('wrong rates are refused with their place, and none of the list is set', async () => {
  const codes = async (...rates: RateInput[]) =>
    setRates(operator, rates).catch((error) =>
      error.issues.map((i: { path: string; code: string }) => `${i.path} ${i.code}`),
    );
  expect(
    await codes(
      rate('GBPUSD', '1.3'),
      rate('EURXYZ', '1'),
      rate('EUREUR', '1'),
      rate('EURUSD', '-1'),
      rate('EURUSD', '1,2'),
      rate('EURUSD', '1', '2026-11-31'),
      rate('EURUSD', '1', '2026-11-24'),
      rate('GBPUSD', '1.4'),
    ),
  ).toEqual([
    'rates.1.quote unknown_currency',
    'rates.2.quote same_currency',
    'rates.3.rate bad_rate',
    'rates.4.rate bad_rate',
    'rates.5.validOn bad_rate_date',
    'rates.6.validOn rate_of_future',
    'rates.7.rate repeated_rate',
  ]);
  await expect(askRate(operator, { from: 'GBP', to: 'USD', on: '2026-11-20' })).rejects.toMatchObject({
    code: 'rate_missing',
  });
  for (const [file, code] of [
    ['<a/>', 'not_ecb'],
    ['<Envelope><Cube><Cube time="x"/></Cube></Envelope>', 'bad_rate_date'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document_type_refused'],
    ['rates', 'not_xml'],
    [String(ecb({ '2026-11-20': { USD: '0' } })), 'bad_rate'],
  ] as const) {
    await expect(async () => importEcbRates(operator, Buffer.from(file))).rejects.toMatchObject({ code });
  }
});

test('a partner reads rates and sets none, and no other operator sees them', async () => {
  const seen = await withTenantSql(scopeOf(partner.actor), (sql) =>
    findRate(sql, { from: 'EUR', to: 'PLN', on: '2026-11-20' }),
  );
  expect(formatDecimal(seen.rate)).toBe('4.24');
  await expect(setRates(partner, [rate('EURUSD', '2')])).rejects.toMatchObject({ code: 'forbidden' });
  const other = { ...operator, actor: { ...operator.actor, operatorId: newId() } };
  expect((await listRates(other, wholeList)).data).toEqual([]);
  await expect(
    withTenantSql(scopeOf(partner.actor), (sql) =>
      sql.query("update fx_rate set rate = 9 where quote = 'PLN' returning rate"),
    ),
  ).rejects.toThrow('row-level security');
});
