import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { twoRates, ublFile } from '@/lib/integrations/partner-bills/ubl/ubl.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { sweepInbox } from '@/lib/services/inbox/sweep-inbox';
import { previewBill } from '@/lib/services/partner-bill-mappings/preview-bill';
import { saveBillMapping } from '@/lib/services/partner-bill-mappings/save-bill-mapping';
import { listPartnerBills } from '@/lib/services/partner-bills/list-partner-bills';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { listUsageFiles } from '@/lib/services/usage-files/list-usage-files';
import { saveUsageMapping } from '@/lib/services/usage-mappings/save-usage-mapping';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
let root: string;
let folder: string;
const october = 'Konto;Dienst;Tag;Betrag\nK-1;Netz;05.10.2026;7,50\nK-1;Netz;06.10.2026;2,50\n';

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('inbox');
  await setAccountMappings(world.operator, {
    partner: 'cumulus',
    mappings: [{ level: 'sub_account', externalAccount: 'K-1', billingAccount: 'ACC-USD-1' }],
  });
  const asked = { sample: october, definition: null, mapping: null, partner: null };
  const { suggestion } = await previewBill(world.partner, asked);
  await saveBillMapping(world.partner, {
    name: 'List',
    definition: suggestion!,
    sample: october,
    partner: null,
  });
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'tributary-inbox-'));
  folder = path.join(root, 'inbox', 'cumulus');
  await mkdir(folder, { recursive: true });
  return () => rm(root, { recursive: true, force: true });
});

/** As old as a file that was finished a minute ago. */
async function put(name: string, content: string | Buffer, into = folder): Promise<string> {
  await mkdir(into, { recursive: true });
  const place = path.join(into, name);
  await writeFile(place, content);
  const then = Date.parse(world.operator.now) / 1000 - 60;
  await utimes(place, then, then);
  return place;
}
const sweep = () => sweepInbox(world.operator, root);
const inFolder = async (...parts: string[]) =>
  (await readdir(path.join(folder, ...parts)).catch(() => [])).toSorted();
const words = (...parts: string[]) => readFile(path.join(folder, ...parts), 'utf8');
const bills = async () => (await listPartnerBills(world.operator, wholeList)).data;
const billOf = async (externalId: string) => (await bills()).find((bill) => bill.externalId === externalId);

test('files are taken by what they are, for the cycle their days are in, and put away with a sentence', async () => {
  await put('liste.csv', october);
  await put('focus.txt', focusFile([{ SubAccountId: 'K-1', ServiceName: 'Own' }]));
  await put('rechnung.xml', ublFile(twoRates));
  await put('rates.json', JSON.stringify([rate]));
  expect(await sweep()).toBe(4);
  expect(await inFolder('refused')).toEqual([]);
  expect(await inFolder('taken')).toHaveLength(8);
  expect(await words('taken', 'liste.csv.txt')).toMatch(
    /^Taken as the bill for 2026-10-01 to 2026-11-01, now accepted\. 2 rows: 2 accepted/,
  );
  expect(await billOf('liste.csv')).toMatchObject({
    format: 'csv',
    cycle: { id: world.cycle },
    totals: [{ currency: 'USD', accepted: '10' }],
  });
  expect([await billOf('focus.txt'), await billOf('rechnung.xml'), await billOf('rates.json')]).toMatchObject(
    [{ format: 'focus-1.0' }, { format: 'ubl' }, { format: 'tmf678' }],
  );
});

const rate = {
  id: 'r-1',
  type: 'usage',
  billingAccount: { id: 'K-1' },
  product: { name: 'Storage' },
  periodCoverage: { startDateTime: '2026-10-01T00:00:00Z', endDateTime: '2026-11-01T00:00:00Z' },
  taxExcludedAmount: { unit: 'USD', value: '12.50' },
};

test('what cannot be taken is put aside with what to do, and the others go on', async () => {
  await put('a-program.csv', Buffer.from('7f454c460201010000000000', 'hex'));
  await put('new-columns.csv', 'A;B\n1;2\n');
  await put('old.csv', 'Konto;Dienst;Tag;Betrag\nK-1;Netz;05.10.2019;7,50\n');
  await put('liste-2.csv', october.replace('7,50', '8,50'));
  expect(await sweep()).toBe(4);
  expect(await words('refused', 'a-program.csv.txt')).toMatch(/is a program, not a bill.*\(binary_file\)/s);
  expect(await words('refused', 'new-columns.csv.txt')).toMatch(
    /Say once what they mean.*\(mapping_required\)/s,
  );
  expect(await words('refused', 'old.csv.txt')).toMatch(/no cycle is open for it/);
  expect(await inFolder('taken')).toEqual(['liste-2.csv', 'liste-2.csv.txt']);
});

describe('nothing is taken twice, too early, or from elsewhere', () => {
  test('two sweeps at once share the files, and the same file again adds nothing', async () => {
    for (const n of [1, 2, 3, 4]) await put(`shared-${n}.csv`, october.replace('7,50', `1${n},00`));
    const counts = await Promise.all([sweep(), sweep(), sweep()]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(4);
    expect((await bills()).filter(({ externalId }) => externalId.startsWith('shared-'))).toHaveLength(4);
    await put('shared-1.csv', october.replace('7,50', '11,00'));
    await sweep();
    expect(await words('taken', 'shared-1 (2).csv.txt')).toMatch(/was here already/);
  });

  test('a file that is still written, a hidden one and a half one wait', async () => {
    await writeFile(path.join(folder, 'fresh.csv'), october);
    await utimes(path.join(folder, 'fresh.csv'), new Date(world.operator.now), new Date(world.operator.now));
    for (const name of ['.hidden.csv', 'half.csv.part', 'half.csv.filepart']) await put(name, october);
    expect(await sweep()).toBe(0);
    expect(await inFolder()).toEqual(
      ['.hidden.csv', '.taking', 'fresh.csv', 'half.csv.filepart', 'half.csv.part', 'usage'].toSorted(),
    );
  });

  test('links lead nowhere: not a file’s, not a folder’s', async () => {
    const outside = await put('secret.csv', october.replace('7,50', '666,00'), path.join(root, 'elsewhere'));
    await symlink(outside, path.join(folder, 'link.csv'));
    await symlink(path.join(root, 'elsewhere'), path.join(root, 'inbox', 'nimbus'));
    await put('stranger.csv', october, path.join(root, 'inbox', 'nobody'));
    await put('stranger.csv', october, path.join(root, 'other-operator', 'cumulus'));
    expect(await sweep()).toBe(0);
    expect(await readFile(outside, 'utf8')).toContain('666,00');
    expect(await readdir(path.join(root, 'elsewhere'))).toEqual(['secret.csv']);
  });

  test('a claim whose claimer died is taken by the next sweep, and once', async () => {
    const claim = await put(
      '0badcafe~died.csv',
      october.replace('7,50', '77,00'),
      path.join(folder, '.taking'),
    );
    expect(await sweep()).toBe(0);
    const longAgo = Date.parse(world.operator.now) / 1000 - 600;
    await utimes(claim, longAgo, longAgo);
    expect(await sweep()).toBe(1);
    expect(await billOf('died.csv')).toMatchObject({ totals: [{ received: '79.5' }] });
    expect(await inFolder('.taking')).toEqual([]);
  });
});

test('usage goes the way of usage files', async () => {
  const usage = 'source,id,time,subject,meter,quantity\n//u,1,2026-10-05T10:00:00Z,sim-1,data,5\n';
  await put('cdr.csv', usage, path.join(folder, 'usage'));
  await put('cdr.zip', Buffer.from('504b030414000000', 'hex'), path.join(folder, 'usage'));
  expect(await sweep()).toBe(2);
  expect(await words('usage', 'taken', 'cdr.csv.txt')).toMatch(/^Taken as usage file/);
  expect(await words('usage', 'refused', 'cdr.zip.txt')).toMatch(/ZIP archive/);
  const files = await listUsageFiles(world.operator, wholeList);
  expect(files.data.map(({ name }) => name)).toEqual(['cdr.csv']);
});

test('usage in the partner’s own columns is read by the mapping that fits it, or refused with what to do', async () => {
  const into = path.join(folder, 'usage');
  const rows = 'Rufnummer;Zeit;Menge\nsim-1;05.10.2026 10:00:00;1,5\n';
  await put('unknown.csv', rows, into);
  await sweep();
  expect(await words('usage', 'refused', 'unknown.csv.txt')).toMatch(
    /No mapping fits the file: it has Rufnummer, Zeit, Menge\. Say once.*\(mapping_required\)/s,
  );
  const definition: UsageMapping = {
    source: { constant: '//cdr' },
    id: { fields: ['Rufnummer', 'Zeit'] },
    time: { fields: ['Zeit'], format: 'dd.MM.yyyy HH:mm:ss', timeZone: 'Europe/Warsaw' },
    subject: { fields: ['Rufnummer'] },
    meter: { constant: 'data' },
    quantity: { fields: ['Menge'], decimalSeparator: ',' },
    attributes: [],
  };
  const save = (name: string, change: Partial<UsageMapping>) =>
    saveUsageMapping(world.partner, {
      ...{ name, format: 'csv', definition: { ...definition, ...change }, sample: rows, partner: null },
    });
  const { id } = await save('CDR', {});
  // Saved later, and for another kind of file.
  await save('Other', { quantity: { fields: ['Volumen'] } });
  await put('cdr-1.csv', rows, into);
  await put('cdr-2.csv.gz', gzipSync(rows.replace('1,5', '2,5')), into);
  await sweep();
  expect(await inFolder('usage', 'refused')).toEqual(['unknown.csv', 'unknown.csv.txt']);
  const files = (await listUsageFiles(world.operator, wholeList)).data.filter(({ name }) =>
    name.startsWith('cdr-'),
  );
  expect(files.map(({ mapping }) => mapping?.id)).toEqual([id, id]);
});
