import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { ublFile } from '@/lib/integrations/partner-bills/ubl/ubl.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { saveBillMapping } from '@/lib/services/partner-bill-mappings/save-bill-mapping';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { listPartnerBillChanges } from '@/lib/services/partner-bills/list-changes';
import { listPartnerBillLines } from '@/lib/services/partner-bills/list-partner-bill-lines';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import {
  type ReceivePartnerBillInput,
  receivePartnerBill,
} from '@/lib/services/partner-bills/receive-partner-bill';
import { rejectedLines } from '@/lib/services/partner-bills/rejected-lines';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('rejected');
  await setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [
      { level: 'sub_account', externalAccount: 'one', billingAccount: 'ACC-USD-1' },
      { level: 'sub_account', externalAccount: 'two', billingAccount: 'ACC-USD-2' },
    ],
  });
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

async function send(
  externalId: string,
  bytes: Buffer,
  input: Partial<Pick<ReceivePartnerBillInput, 'replaces' | 'format' | 'mapping' | 'statedTotals'>> = {},
) {
  const cycle = input.replaces ? null : world.cycle;
  const fileName = `${externalId}.csv`;
  const asked = { partner: null, cycle, externalId, format: 'auto', fileName, bytes, ...input };
  return (await receivePartnerBill(world.partner, asked)).bill;
}

async function download(id: string, ctx = world.partner) {
  const { name, mediaType, text } = await rejectedLines(ctx, id);
  let all = '';
  for await (const piece of text) all += piece;
  return { name, mediaType, text: all };
}

const changesOf = async (id: string) => {
  const query = { q: '', sort: null, filters: {}, after: null, pageSize: 25 };
  return (await listPartnerBillChanges(world.partner, id, query)).data;
};

test('FOCUS: what was rejected is taken away, mended and sent as a correction; the other rows stay', async () => {
  const note = '=cmd; "quoted", two\nlines';
  const first = await send(
    'F-1',
    focusFile([
      { SubAccountId: 'one', BilledCost: '10' },
      { SubAccountId: 'nobody', BilledCost: '0.00000080', ChargeDescription: note, BillingAccountId: 'none' },
      { SubAccountId: 'one', BilledCost: '10' },
      { SubAccountId: 'two', BilledCost: 'seven', ServiceName: 'Zähler' },
      {
        SubAccountId: 'two',
        BilledCost: '5',
        ChargePeriodStart: '2020-01-01 00:00:00',
        ChargePeriodEnd: '2020-01-02 00:00:00',
      },
    ]),
  );
  expect(first.lines).toEqual({ received: 5, accepted: 2, rejected: 3, duplicate: 0 });

  const file = await download(first.id);
  expect(file).toMatchObject({ name: 'F-1-rejected.csv', mediaType: 'text/csv; charset=utf-8' });
  const [header, ...rows] = file.text.split('\r\n');
  expect(header).toMatch(/^\ufeffBilledCost,.*,Tags,error_row,error_code,error_message$/);
  expect(rows).toHaveLength(4);
  expect(rows[0]).toContain(`"'=cmd; ""quoted"", two\nlines"`);
  expect(rows[0]).toMatch(
    /,2,unknown_account,"The account ""nobody"" is not mapped to a billing account\. Map it/,
  );
  expect(rows[1]).toMatch(/,4,bad_number,"?Row 4, BilledCost: "+seven"+ is not a number\. Write/);
  expect(rows[2]).toMatch(/,5,period_outside_window,.* Ask the partner, or change the agreement\."$/);

  // Sent as it is, every row is what it was.
  const same = await send('F-2', Buffer.from(file.text), { replaces: 'F-1' });
  expect(same.lines).toEqual(first.lines);
  expect(await changesOf(same.id)).toEqual([]);

  const mended = file.text
    .replace('nobody', 'two')
    .replace('seven', '7')
    .split('\r\n')
    .filter((row) => !row.includes('2020-01-01'))
    .join('\r\n');
  const second = await send('F-3', Buffer.from(mended), { replaces: 'F-2' });
  expect(second).toMatchObject({
    state: 'accepted',
    lines: { received: 4, accepted: 4, rejected: 0, duplicate: 0 },
    totals: [{ currency: 'USD', received: '27.0000008', accepted: '27.0000008' }],
  });
  expect(
    (await changesOf(second.id)).map(({ kind, lineNo, earlierLineNo }) => [kind, lineNo, earlierLineNo]),
  ).toEqual(
    [
      ['changed', 4, 4],
      ['added', 2, null],
      ['removed', null, 2],
      ['removed', null, 5],
    ].sort((a, b) => Number(a[1] ?? a[2]) - Number(b[1] ?? b[2])),
  );
  const lines = await listPartnerBillLines(world.partner, second.id, {
    ...{ q: '', sort: null, filters: {}, after: null, pageSize: 25 },
  });
  expect(lines.data.map(({ lineNo, description }) => [lineNo, description])).toContainEqual([2, note]);
  expect((await getPartnerBill(world.partner, first.id)).state).toBe('replaced');
});

test('a row that was mapped meanwhile is charged once, as it was mended', async () => {
  const first = await send(
    'M-1',
    focusFile([
      { SubAccountId: 'late', BilledCost: '3', BillingAccountId: 'none' },
      { SubAccountId: 'one', BilledCost: '4' },
    ]),
  );
  const file = await download(first.id);
  await setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ level: 'sub_account', externalAccount: 'late', billingAccount: 'ACC-USD-1' }],
  });
  expect((await getPartnerBill(world.partner, first.id)).lines).toMatchObject({ accepted: 2 });
  const second = await send('M-2', Buffer.from(file.text.replace('late', 'two')), { replaces: 'M-1' });
  expect(second).toMatchObject({
    state: 'accepted',
    lines: { received: 2, accepted: 2 },
    totals: [{ accepted: '7' }],
  });
});

test('of a bill that was rejected as a whole every row comes back, with the reason', async () => {
  const rows = focusFile([{ SubAccountId: 'one' }, { SubAccountId: 'two' }]);
  const statedTotals = [{ currency: 'USD', amount: '5' }];
  const first = await send('W-1', rows, { statedTotals });
  expect(first).toMatchObject({ state: 'rejected', lines: { accepted: 0, rejected: 2 } });
  const file = await download(first.id);
  expect(file.text).toMatch(/,1,bill_rejected,.*5.*\r\n.*,2,bill_rejected,/s);
  const mended = file.text.replace('\r\n1,', '\r\n4,');
  const second = await send('W-2', Buffer.from(mended), { replaces: 'W-1', statedTotals });
  expect(second).toMatchObject({
    state: 'accepted',
    lines: { received: 2, accepted: 2 },
    totals: [{ accepted: '5' }],
  });
});

test('without the bill they belong to, mended rows are refused, not charged a second time', async () => {
  const first = await send('R-1', focusFile([{ SubAccountId: 'who', BillingAccountId: 'none' }]));
  const file = await download(first.id);
  await expect(send('R-2', Buffer.from(file.text))).rejects.toMatchObject({ code: 'replaces_required' });
  await expect(download(first.id, world.otherPartner)).rejects.toMatchObject({ code: 'not_found' });
});

test('CSV: the lines before the header, its delimiter and columns are the partner’s own, whatever the encoding was', async () => {
  const text = [
    'Abrechnung Oktober',
    'Kunde;Leistung;Notiz;Menge;Betrag',
    'one;Größe;;2,5;1.234,50',
    'wer?;Größe;a;1;-1.000,25',
    'two;Größe;;1;12,50 EUR;zu viel',
    '',
  ].join('\r\n');
  const original = Buffer.from(text, 'latin1');
  const definition: CsvBillMapping = {
    csv: { skipLines: 1, encoding: 'windows-1252' },
    account: { fields: ['Kunde'] },
    service: { fields: ['Leistung'] },
    quantity: { fields: ['Menge'], decimalSeparator: ',' },
    amount: { fields: ['Betrag'], decimalSeparator: ',', thousandsSeparator: '.' },
    currency: { constant: 'USD' },
    period: { kind: 'cycle' },
  };
  await saveBillMapping(world.partner, {
    ...{ name: 'Liste', definition, sampleBase64: original.toString('base64'), partner: null },
  });
  const first = await send('C-1', original);
  expect(first.lines).toEqual({ received: 3, accepted: 1, rejected: 2, duplicate: 0 });
  const file = await download(first.id);
  expect(file.text.split('\r\n').slice(0, 3)).toEqual([
    '\ufeffAbrechnung Oktober',
    'Kunde;Leistung;Notiz;Menge;Betrag;error_row;error_code;error_message',
    expect.stringMatching(/^wer\?;Größe;a;1;'-1\.000,25;2;unknown_account;/),
  ]);
  const mended = file.text.replace('wer?', 'two').replace('12,50 EUR;zu viel', '12,50');
  const second = await send('C-2', Buffer.from(mended), { replaces: 'C-1' });
  expect(second).toMatchObject({
    state: 'accepted',
    lines: { received: 3, accepted: 3 },
    totals: [{ currency: 'USD', accepted: '246.75' }],
  });
});

test('CSV without a header: the rows know themselves', async () => {
  const original = Buffer.from('one,Storage,4\nnobody,Storage,5\n');
  const definition: CsvBillMapping = {
    csv: { header: false },
    account: { fields: ['#1'] },
    service: { fields: ['#2'] },
    amount: { fields: ['#3'] },
    currency: { constant: 'USD' },
    period: { kind: 'cycle' },
  };
  const { id: mapping } = await saveBillMapping(world.partner, {
    ...{ name: 'Bare', definition, sampleBase64: original.toString('base64'), partner: null },
  });
  const first = await send('H-1', original, { format: 'csv', mapping });
  const { text } = await download(first.id);
  expect(text).toMatch(/^\ufeffnobody,Storage,5,2,error:unknown_account,/);
  const mended = Buffer.from(text.replace('nobody', 'two'));
  const second = await send('H-2', mended, { format: 'csv', mapping, replaces: 'H-1' });
  expect(second).toMatchObject({ state: 'accepted', lines: { accepted: 2 }, totals: [{ accepted: '9' }] });
});

test('applied rates: one object per line, in the shape they came', async () => {
  const rate = (id: string, account: string, value: unknown) => ({
    id,
    billingAccount: { id: account },
    product: { name: 'Storage' },
    periodCoverage: { startDateTime: '2026-10-01T00:00:00Z', endDateTime: '2026-11-01T00:00:00Z' },
    taxExcludedAmount: { unit: 'USD', value },
    characteristic: [
      { name: 'quantity', value: '4' },
      { name: 'unit', value: 'GB' },
    ],
  });
  const lines = [rate('a', 'one', 1.25), rate('b', 'nobody', 2.5), 'no object'];
  const first = await send(
    'T-1',
    Buffer.from(
      lines.map((line) => (typeof line === 'string' ? `{${line}` : JSON.stringify(line))).join('\n'),
    ),
  );
  expect(first.lines).toMatchObject({ accepted: 1, rejected: 2 });
  const file = await download(first.id);
  expect(file).toMatchObject({ name: 'T-1-rejected.ndjson', mediaType: 'application/x-ndjson' });
  const [unknown, broken] = file.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(unknown).toEqual({
    ...rate('b', 'nobody', '2.5'),
    error_row: 2,
    error_code: 'unknown_account',
    error_message: expect.stringContaining('Map it'),
  });
  expect(broken).toMatchObject({ text: '{no object', error_row: 3 });
  const mended = JSON.stringify({ ...unknown, billingAccount: { id: 'two' } });
  const second = await send('T-2', Buffer.from(mended), { replaces: 'T-1' });
  expect(second).toMatchObject({
    state: 'accepted',
    lines: { received: 2, accepted: 2 },
    totals: [{ accepted: '3.75' }],
  });
});

test('an invoice is answered with a list of its lines', async () => {
  const first = await send(
    'U-1',
    ublFile({
      number: 'U-1',
      buyer: 'nobody-we-know',
      lines: [{ id: 'L-7', net: '10.00' }],
      totals: { lines: '10.00', net: '10.00', gross: '11.90', payable: '11.90' },
      taxes: [{ rate: '19', base: '10.00', tax: '1.90' }],
      tax: '1.90',
    }),
  );
  expect(first.lines.rejected).toBe(1);
  const { text } = await download(first.id);
  expect(text).toMatch(
    /^\ufeffline_id,row,finding,remedy\r\nL-7,1,unknown_account,"The account .*Map it, then try again\."\r\n$/,
  );
});
