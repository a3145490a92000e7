import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import type { UsageMapping } from '@/lib/domain/usage/mapping';
import type { ServiceContext } from '@/lib/services/context';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';
import { errorFile } from '@/lib/services/usage-files/error-file';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';
import { listUsageFiles } from '@/lib/services/usage-files/list-usage-files';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { type ReceiveUsageFileInput, receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { saveUsageMapping } from '@/lib/services/usage-mappings/save-usage-mapping';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;
let worlds = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});
beforeEach(async () => {
  worlds += 1;
  world = await createSmallWorld(`files-${worlds}`);
});

async function* inPieces(bytes: Buffer, size = 70_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const receive = (
  ctx: ServiceContext,
  content: string | Buffer,
  given: Partial<ReceiveUsageFileInput> = {},
) => {
  const base = { name: 'usage.csv', format: null, mapping: null, partner: null };
  return receiveUsageFile(ctx, { ...base, ...given, bytes: inPieces(Buffer.from(content)) });
};

/** Sends and reads a file, and answers what came of it. */
async function take(
  ctx: ServiceContext,
  content: string | Buffer,
  { rowsPerBatch = 1000, ...given }: Partial<ReceiveUsageFileInput> & { rowsPerBatch?: number } = {},
) {
  const { file } = await receive(ctx, content, given);
  await readUsageFile(world.ctx, file.id, { rowsPerBatch });
  return getUsageFile(ctx, file.id);
}

async function textOf(ctx: ServiceContext, id: string): Promise<string> {
  let text = '';
  for await (const piece of (await errorFile(ctx, id)).text) text += piece;
  return text;
}

const total = async () => {
  const scope = { operatorId: world.operatorId, partnerId: null, customerId: null };
  const rows = await withTenantSql(scope, (sql) =>
    sql.query<{ quantity: string | null; count: number }>(
      'select trim_scale(sum(quantity))::text as quantity, sum(event_count)::int as count from usage_total',
    ),
  );
  return rows[0]!;
};

const HEADER = 'source,id,time,subject,meter,quantity,country';
const row = (id: number | string, quantity = '1', subject = 'alpha-sim') =>
  `//alpha/csv,${id},2026-03-10T12:00:00Z,${subject},data,${quantity},DE`;
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1));

describe('a file of usage', () => {
  test('is taken row by row, each counted, nothing twice', async () => {
    const content = [
      HEADER,
      ...rowsOf(250),
      row(7),
      row('x', '1.5x'),
      row('y', '2', 'nobody'),
      row(9, '3'),
    ].join('\n');
    const file = await take(world.alpha.ctx, content, { rowsPerBatch: 100 });
    expect(file).toMatchObject({
      state: 'done',
      format: 'csv',
      bytesRead: content.length,
      rows: {
        received: 254,
        accepted: 250,
        duplicate: 1,
        conflict: 1,
        rejected: 1,
        suspended: 1,
        passedOver: 0,
      },
    });
    expect(
      file.reasons.map(({ status, code, path, firstRowNo }) => [status, code, path, firstRowNo]),
    ).toEqual([
      ['conflict', 'conflict', 'id', 254],
      ['rejected', 'invalid_quantity', 'quantity', 252],
      ['suspended', 'unknown_product', 'subject', 253],
    ]);
    expect(await total()).toEqual({ quantity: '250', count: 250 });

    const again = await receive(world.alpha.ctx, content);
    expect(again).toMatchObject({ created: false, file: { id: file.id } });
    const sentToo = await take(world.alpha.ctx, `${content}\n${row('late')}`);
    expect(sentToo.rows).toMatchObject({ accepted: 1, duplicate: 251 });
  });

  test('counts like events over HTTP do, and the same event by both ways is one', async () => {
    const event = {
      specversion: '1.0',
      type: 'usage',
      source: '//alpha/csv',
      id: '1',
      time: '2026-03-10T12:00:00Z',
    };
    await ingestUsage(world.alpha.ctx, [
      { ...event, subject: 'alpha-sim', data: { meter: 'data', quantity: '1', country: 'DE' } },
    ]);
    const file = await take(world.alpha.ctx, [HEADER, ...rowsOf(2)].join('\r\n'));
    expect(file.rows).toMatchObject({ accepted: 1, duplicate: 1 });
  });

  test('comes packed, in JSON lines, as a batch of CloudEvents, and as TMF635 usage', async () => {
    const packed = await take(world.alpha.ctx, gzipSync([HEADER, ...rowsOf(3000)].join('\n')), {
      name: 'u.csv.gz',
    });
    expect(packed).toMatchObject({ state: 'done', compression: 'gzip', rows: { accepted: 3000 } });
    const flat = (id: string) => ({
      source: '//a',
      id,
      time: '2026-03-10T12:00:00Z',
      subject: 'alpha-sim',
      meter: 'data',
      quantity: '2',
      country: 'DE',
    });
    const lines = await take(
      world.alpha.ctx,
      `${JSON.stringify(flat('l1'))}\n${JSON.stringify(flat('l2'))}\n`,
    );
    expect(lines).toMatchObject({ format: 'jsonl', rows: { accepted: 2 } });

    const { meter, quantity, country, ...head } = flat('c1');
    const event = { specversion: '1.0', type: 'usage', ...head, data: { meter, quantity, country } };
    const batch = await take(world.alpha.ctx, JSON.stringify([event, { ...event, id: 'c2' }], null, 2));
    expect(batch).toMatchObject({ format: 'cloudevents', rows: { accepted: 2 } });

    const usage = {
      id: 't1',
      usageDate: '2026-03-10T12:00:00+01:00',
      usageType: 'data',
      status: 'received',
      usageCharacteristic: [
        { name: 'subject', value: 'alpha-sim' },
        { name: 'quantity', value: 2.5 },
        { name: 'country', value: 'DE' },
      ],
    };
    const tmf = await take(world.alpha.ctx, JSON.stringify([usage, { ...usage, id: 't2', usageDate: 'x' }]));
    expect(tmf).toMatchObject({ format: 'tmf635', rows: { accepted: 1, rejected: 1 } });
    expect(tmf.reasons[0]).toMatchObject({ path: 'usageDate' });
  });

  test('is a partner’s own: others neither see it nor use its products', async () => {
    const file = await take(world.beta.ctx, [HEADER, row(1)].join('\n'));
    expect(file.rows).toMatchObject({ accepted: 0, suspended: 1 });
    await expect(getUsageFile(world.alpha.ctx, file.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(errorFile(world.alpha.ctx, file.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listUsageFiles(world.alpha.ctx, wholeList)).data).toEqual([]);
    expect((await listUsageFiles(world.ctx, wholeList)).data).toHaveLength(1);
    await expect(receive(world.alpha.ctx, HEADER, { partner: 'beta' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const inItsName = await take(world.ctx, [HEADER, row(2)].join('\n'), { partner: 'alpha' });
    expect(inItsName).toMatchObject({ sender: { slug: 'alpha' }, rows: { accepted: 1 } });
  });

  test('that is none is refused with what to do', async () => {
    const refused = async (content: string | Buffer, given: Partial<ReceiveUsageFileInput> = {}) =>
      receive(world.alpha.ctx, content, given).then(
        () => 'taken',
        (error: { code: string }) => error.code,
      );
    expect(await refused('')).toBe('empty_file');
    expect(await refused(Buffer.from('a,b\n', 'utf16le'))).toBe('utf16_file');
    expect(await refused(Buffer.from('PK\x03\x04xl/workbook.xml'))).toBe('spreadsheet_file');
    expect(await refused(Buffer.from('PK\x03\x04u.csv'))).toBe('archive_file');
    expect(await refused(Buffer.from('MZ\x90\0'))).toBe('binary_file');
    expect(await refused(Buffer.from('\x7fELF\x02\x01'), { name: 'usage.csv' })).toBe('binary_file');
    expect(await refused('x'.repeat(1_500_000))).toBe('no_line_breaks');
    expect(await refused(`{"a":"${'x'.repeat(1_500_000)}`)).toBe('no_line_breaks');
    expect(await refused(`${HEADER}\r${row(1)}\r`)).toBe('no_line_breaks');
    expect(await refused('<html></html>')).toBe('not_a_usage_file');
    expect(await refused('{}', { format: 'csv' })).toBe('format_mismatch');
    expect(await refused(gzipSync(Buffer.alloc(70_000_000, 'a')))).toBe('gzip_bomb');
    expect(await refused(HEADER, { mapping: 'nothing' })).toBe('not_found');
    const cut = gzipSync([HEADER, ...rowsOf(2000)].join('\n'));
    const broken = await take(world.alpha.ctx, cut.subarray(0, cut.length - 20));
    expect(broken).toMatchObject({ state: 'failed', failure: expect.stringContaining('damaged or cut off') });
    const { rows } = broken;
    expect(rows.received).toBe(
      rows.accepted + rows.duplicate + rows.conflict + rows.rejected + rows.suspended,
    );
    const semicolons = `\ufeff${HEADER}\n${row(1, '1.5')}\n${row(2, '"2,5"')}\n`.replaceAll(/,(?!5)/g, ';');
    const german = await take(world.alpha.ctx, semicolons);
    expect(german.rows).toMatchObject({ accepted: 1, rejected: 1 });
    expect(german.reasons[0]).toMatchObject({ path: 'quantity', message: expect.stringContaining('as 1.5') });
    const unmapped = await take(world.alpha.ctx, 'when;what\n1;2\n');
    expect(unmapped).toMatchObject({ state: 'failed', failure: expect.stringContaining('Choose a mapping') });
  });
});

describe('the error file', () => {
  test('has the rows that were not accepted in the file’s own form, and repairs what it repairs', async () => {
    const broken = [
      row(2, '"1,5"'),
      row('"open', '1'),
      row(4, '1', '=HYPERLINK("x")'),
      `${row(5)},a,b`,
      'short,6',
    ];
    const content = [HEADER, row(1), ...broken.map((line) => line), row(7)].join('\n');
    const file = await take(world.alpha.ctx, content, { name: 'march.csv' });
    expect(file.rows).toMatchObject({ received: 7, accepted: 2, rejected: 4, suspended: 1 });

    const text = await textOf(world.alpha.ctx, file.id);
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toBe(`${HEADER},error_code,error_message`);
    expect(lines).toHaveLength(6);
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);

    const repaired = text
      .replace('"1,5"', '1.5')
      .replace(/"""open"/, '3')
      .replace(/"'=HYPERLINK\(""x""\)"/, 'alpha-sim')
      .replace(',DE,a,b,', ',DE,')
      .replace(/^short,6,.*$/m, `${row(6)},,`);
    const again = await take(world.alpha.ctx, repaired, { name: 'march-errors.csv' });
    expect(again.rows).toMatchObject({ received: 5, accepted: 5 });
    expect(await total()).toEqual({ quantity: '7.5', count: 7 });
    expect((await errorFile(world.alpha.ctx, file.id)).name).toBe('march-errors.csv');
  });

  test('sent again as it is takes nothing', async () => {
    const broken = [`${row(1)},a,b`, row(2, 'x'), row(3, '1', 'nobody'), 'short,4'];
    const file = await take(world.alpha.ctx, [HEADER, ...broken].join('\n'));
    const again = await take(world.alpha.ctx, await textOf(world.alpha.ctx, file.id));
    expect(again.rows).toMatchObject({ received: 4, accepted: 0, rejected: 3, suspended: 1 });
    expect(again.reasons.map(({ code }) => code)).toEqual(file.reasons.map(({ code }) => code));
    expect(again.reasons.find(({ code }) => code === 'invalid_quantity')?.example).toContain(',x,DE');
  });

  test('of JSON keeps every digit', async () => {
    const good = `{"source":"//a","id":"1","time":"2026-03-10T12:00:00Z","subject":"alpha-sim","meter":"data","quantity":1,"country":"DE"}`;
    const bad = good
      .replace('"id":"1"', '"id":"2"')
      .replace('"quantity":1', '"quantity":0.12345678901234567');
    const file = await take(world.alpha.ctx, `${good}\n${bad}\n{"half": \n`);
    expect(file).toMatchObject({ format: 'jsonl', rows: { accepted: 1, rejected: 2 } });
    const text = await textOf(world.alpha.ctx, file.id);
    expect(text).toContain('"quantity":0.12345678901234567,"country":"DE","error_code":"imprecise_quantity"');
    const again = await take(world.alpha.ctx, text.replace('0.12345678901234567', '"0.123456789012345"'));
    expect(again.rows).toMatchObject({ accepted: 1, rejected: 1 });
    expect((await textOf(world.alpha.ctx, again.id)).match(/error_code/g)).toHaveLength(1);
  });
});

test('a mapping reads a foreign file, and a file keeps the version it came with', async () => {
  const definition: UsageMapping = {
    filters: [{ field: 'Type', is: ['D'] }],
    source: { constant: '//alpha/cdr' },
    id: { fields: ['Switch', 'Seq'], separator: '-' },
    time: { fields: ['Date', 'Time'], format: 'dd.MM.yyyy HH:mm', timeZone: 'Europe/Warsaw' },
    subject: { fields: ['Line'] },
    meter: { constant: 'data' },
    quantity: { fields: ['Volume'], decimalSeparator: ',', divideBy: '1000' },
    attributes: [{ name: 'country', fields: ['To'], lookup: 'where' }],
    lookups: { where: { kind: 'prefix', entries: { '49': 'DE', '48': 'PL' } } },
  };
  const content = [
    'Type;Switch;Seq;Date;Time;Line;Volume;To',
    'D;W1;1;10.03.2026;12:00;alpha-sim;1500,5;+49301234',
    'D;W1;2;10.03.2026;12:00;alpha-sim;20;+49301235',
    'T;;;;;2;;',
  ].join('\n');
  const saved = await saveUsageMapping(world.alpha.ctx, {
    name: 'CDR',
    format: 'csv',
    definition,
    sample: '',
    partner: null,
  });
  const { file } = await receive(world.alpha.ctx, content, { mapping: 'CDR' });
  const next = { ...definition, quantity: { ...definition.quantity, divideBy: '1' } };
  const second = await saveUsageMapping(world.alpha.ctx, {
    name: 'CDR',
    format: 'csv',
    definition: next,
    sample: '',
    partner: null,
  });
  expect([saved.version, second.version]).toEqual([1, 2]);
  await readUsageFile(world.ctx, file.id);
  const read = await getUsageFile(world.alpha.ctx, file.id);
  expect(read).toMatchObject({ mapping: { version: 1 }, rows: { received: 2, accepted: 2, passedOver: 1 } });
  expect((await total()).quantity).toBe('1.5205');
  const unlike = await take(world.alpha.ctx, 'a;b\n1;2', { mapping: 'CDR' });
  expect(unlike).toMatchObject({ state: 'failed', failure: expect.stringContaining('no column') });
});
