import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import type { AppError } from '@/lib/errors';
import { focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import type { ServiceContext } from '@/lib/services/context';
import { getBillMapping } from '@/lib/services/partner-bill-mappings/get-bill-mapping';
import { listBillMappings } from '@/lib/services/partner-bill-mappings/list-bill-mappings';
import { previewBill } from '@/lib/services/partner-bill-mappings/preview-bill';
import { retireBillMapping } from '@/lib/services/partner-bill-mappings/retire-bill-mapping';
import { saveBillMapping } from '@/lib/services/partner-bill-mappings/save-bill-mapping';
import { listPartnerBillLines } from '@/lib/services/partner-bills/list-partner-bill-lines';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
let other: CloudWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('columns');
  other = await cloudWorld('elsewhere');
  for (const { operator } of [world, other]) {
    await setAccountMappings(operator, {
      partner: 'cumulus',
      mappings: [{ level: 'sub_account', externalAccount: 'K-1', billingAccount: 'ACC-USD-1' }],
    });
  }
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const header = 'Kunde;Leistung;Von;Bis;Menge;Betrag';
const file = (...rows: string[]) => Buffer.from(`\ufeff${[header, ...rows, ''].join('\r\n')}`);
const october = file(
  'K-1;Speicher;01.10.2026;31.10.2026;2,5;1.234,50',
  'K-1;Gutschrift;01.10.2026;31.10.2026;;-34,50',
  'K-9;Speicher;01.10.2026;31.10.2026;1;10,00',
  ';Summe;;;;1.210,00',
);

let bills = 0;
const receive = (bytes: Buffer, change: object = {}, ctx: ServiceContext = world.partner) => {
  bills += 1;
  return receivePartnerBill(ctx, {
    ...{
      partner: null,
      cycle: world.cycle,
      externalId: `B-${bills}`,
      format: 'auto',
      fileName: 'a.csv',
    },
    bytes: Readable.from([bytes]),
    ...change,
  });
};
const refusal = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => Promise.reject(new Error('was not refused')),
    (error: AppError) => error,
  );
const preview = (bytes: Buffer, change: object = {}, ctx = world.partner) =>
  previewBill(ctx, {
    ...{ sampleBase64: bytes.toString('base64'), definition: null, mapping: null, partner: null },
    ...change,
  });
const save = (definition: CsvBillMapping, change: object = {}, ctx = world.partner) =>
  saveBillMapping(ctx, {
    ...{ name: 'Monatsliste', definition, sampleBase64: october.toString('base64'), partner: null },
    ...change,
  });

test('a file with new columns asks for a mapping, once; the next one needs nothing', async () => {
  const asked = await refusal(receive(october));
  expect(asked).toMatchObject({ code: 'mapping_required' });
  expect(asked.issues.map(({ path }) => path)).toContain('header.Betrag');

  const seen = await preview(october);
  expect(seen).toMatchObject({ format: 'csv', delimiter: ';', remembered: null, failure: null });
  expect(seen.rows.map(({ status, charge }) => [status, charge?.amount, charge?.isMapped])).toEqual([
    ['charge', '1234.5', true],
    ['charge', '-34.5', true],
    ['charge', '10', false],
    ['passed_over', undefined, undefined],
  ]);
  const mapping = await save(seen.suggestion!);
  expect(mapping).toMatchObject({ name: 'Monatsliste', version: 1, isCurrent: true });

  const { bill } = await receive(october);
  expect(bill).toMatchObject({
    format: 'csv',
    lines: { received: 3, accepted: 2, rejected: 1 },
    totals: [{ currency: 'USD', received: '1210', accepted: '1200' }],
  });
  expect(bill.issues).toContainEqual(
    expect.objectContaining({
      code: 'rows_passed_over',
      message: expect.stringMatching(/^Row 4 was passed over/),
    }),
  );
  const lines = await listPartnerBillLines(world.partner, bill.id, {
    ...{ q: '', sort: null, filters: {}, after: null, pageSize: 25 },
  });
  expect(lines.data[0]).toMatchObject({
    source: { Kunde: 'K-1', Betrag: '1.234,50' },
    quantity: '2.5',
    chargeFromAt: expect.stringContaining('2026-10-01'),
  });

  const next = await receive(Buffer.from(october.toString().replace('1.234,50', '99,00'), 'utf16le'));
  expect(next.bill.totals[0]).toMatchObject({ received: '74.5' });
  expect((await preview(october)).remembered).toEqual({ id: mapping.id, name: 'Monatsliste', version: 1 });
});

test('the same bytes are the same bill by the same mapping, and another one by another', async () => {
  const bytes = file('K-1;Netz;01.10.2026;31.10.2026;1;5,00');
  const first = await receive(bytes);
  expect(await receive(bytes)).toMatchObject({ created: false, bill: { id: first.bill.id } });
  const [current] = (await listBillMappings(world.partner, list())).data;
  const { definition } = await getBillMapping(world.partner, current!.id);
  const reversed = await save({ ...definition, amount: { ...definition.amount, sign: 'reversed' } });
  expect(reversed.version).toBe(2);
  const again = await receive(bytes);
  expect(again).toMatchObject({ created: true, bill: { totals: [{ received: '-5' }] } });
  const named = await receive(file('K-1;Netz;01.10.2026;31.10.2026;1;6,00'), { mapping: current!.id });
  expect(named.bill.totals[0]).toMatchObject({ received: '6' });
  expect((await getBillMapping(world.partner, current!.id)).versions.map(({ version }) => version)).toEqual([
    2, 1,
  ]);
  await save(definition);
});

test('a title above the header is passed over, and the file is known by it', async () => {
  const titled = Buffer.from('Rechnung Oktober\nKonto|Dienst|Netto\nK-1|Netz|7.00\n');
  const { suggestion, rows } = await preview(titled);
  expect(suggestion).toMatchObject({ csv: { skipLines: 1 }, amount: { fields: ['Netto'] } });
  expect(rows).toMatchObject([
    { status: 'charge', charge: { amount: '7', from: '2026-10-01', currency: 'USD' } },
  ]);
  await save(suggestion!, { name: 'Titled', sampleBase64: titled.toString('base64') });
  const { bill } = await receive(
    Buffer.from(titled.toString().replace('Oktober', 'November').replace('7.00', '8.00')),
  );
  expect(bill.totals[0]).toMatchObject({ received: '8', accepted: '8' });
});

test('faults are told at their cells, by the mapping as it stands on the page', async () => {
  const { suggestion } = await preview(october);
  const { rows } = await preview(october, {
    definition: { ...suggestion!, amount: { fields: ['Betrag'] }, skip: [] },
  });
  expect(rows.map(({ faults }) => faults.map(({ code, column }) => `${code} ${column}`))).toEqual([
    ['bad_number Betrag'],
    ['bad_number Betrag'],
    ['bad_number Betrag'],
    ['bad_number Betrag', 'missing_value Von', 'missing_value Bis'],
  ]);
  const wrong = { ...suggestion!, unit: { fields: ['Einheit'] } };
  expect((await preview(october, { definition: wrong })).failure).toMatchObject({ code: 'unknown_column' });
  expect(await refusal(save(wrong))).toMatchObject({ code: 'unknown_column' });
});

describe('what needs no mapping, and what is none of anybody’s business', () => {
  test('FOCUS is recognised; another version than said is told and read all the same', async () => {
    const rows = [
      {
        SubAccountId: 'K-1',
        ChargePeriodStart: '2026-10-02 00:00:00',
        ChargePeriodEnd: '2026-10-03 00:00:00',
      },
    ];
    const of12 = focusFile(rows, [...focusColumns, 'InvoiceId', 'PricingCurrency']);
    expect((await preview(of12)).format).toBe('focus-1.2');
    expect((await receive(of12)).bill).toMatchObject({ format: 'focus-1.2', issues: [] });
    const { bill } = await receive(focusFile([...rows, ...rows]), { format: 'focus-1.1' });
    expect(bill).toMatchObject({ state: 'accepted', lines: { received: 2 } });
    expect(bill.issues).toContainEqual(expect.objectContaining({ code: 'other_version', severity: 'info' }));
  });

  test('a partner sees its own mappings and uses no other’s', async () => {
    const [mapping] = (await listBillMappings(world.partner, list())).data;
    expect((await listBillMappings(world.otherPartner, list())).data).toEqual([]);
    expect((await listBillMappings(other.operator, list())).data).toEqual([]);
    expect(await refusal(getBillMapping(world.otherPartner, mapping!.id))).toMatchObject({
      code: 'not_found',
    });
    expect(await refusal(receive(october, { mapping: mapping!.id }, world.otherPartner))).toMatchObject({
      code: 'not_found',
    });
    expect(await refusal(receive(october, {}, world.otherPartner))).toMatchObject({
      code: 'mapping_required',
    });
    expect(await refusal(preview(october, { partner: 'nimbus' }))).toMatchObject({ code: 'not_found' });
  });

  test('a mapping that is let go is remembered no more', async () => {
    const titled = (await listBillMappings(world.partner, list())).data.find(({ name }) => name === 'Titled');
    await retireBillMapping(world.partner, titled!.id);
    const bytes = Buffer.from('x\nKonto|Dienst|Netto\nK-1|Netz|9.00\n');
    expect(await refusal(receive(bytes))).toMatchObject({ code: 'mapping_required' });
    expect(await receive(bytes, { mapping: titled!.id })).toMatchObject({ created: true });
  });

  test.each([
    ['a program named .csv', Buffer.from('7f454c4602010100000000000000', 'hex'), 'binary_file'],
    ['a spreadsheet', Buffer.from('PK\x03\x04 [Content_Types].xml', 'latin1'), 'compressed_file'],
    ['nothing', Buffer.alloc(0), 'empty_file'],
    ['one line for ever', Buffer.alloc(3_000_000, 'x'), 'row_too_long'],
  ])('%s is refused, and previewed with the same words', async (_, bytes, code) => {
    const refused = await refusal(receive(bytes));
    expect(refused).toMatchObject({ code });
    if (bytes.length < 60_000)
      expect((await preview(bytes)).failure).toMatchObject({ code, message: refused.message });
  });
});

const list = () => ({ q: '', sort: null, filters: {}, after: null, pageSize: 25 as const });
