import { spawn } from 'node:child_process';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { AppError } from '@/lib/errors';
import { focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { cancelBillImport } from '@/lib/services/partner-bill-imports/cancel-bill-import';
import { followBillImport } from '@/lib/services/partner-bill-imports/follow-bill-import';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';
import { listOpenImports } from '@/lib/services/partner-bill-imports/list-open-imports';
import { readBillImport } from '@/lib/services/partner-bill-imports/read-bill-import';
import {
  type BillUploadInput,
  receiveBillUpload,
} from '@/lib/services/partner-bill-imports/receive-bill-upload';
import { storedImport } from '@/lib/services/partner-bill-imports/stored-import';
import { tidyImports } from '@/lib/services/partner-bill-imports/tidy-imports';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: CloudWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = await cloudWorld('imports');
  const mapping = { level: 'payer' as const, externalAccount: 'payer-1', billingAccount: 'ACC-USD-1' };
  await setAccountMappings(world.operator, { partner: 'cumulus', mappings: [mapping] });
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

/** Some batches of a thousand rows: amounts that must sum exactly, a row twice, an unreadable one. */
const bill = (name: string, rows = 2300): Buffer =>
  focusFile(
    Array.from({ length: rows }, (_, n) => ({
      BilledCost: n === 77 ? 'much' : `${n}.000000001`,
      Id: `${name}-${n === 2100 ? 2099 : n}`,
    })),
    [...focusColumns, 'Id'],
  );

async function* inPieces(bytes: Buffer, size = 64 * 1024) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const upload = (name: string, bytes: AsyncIterable<Uint8Array>, change: Partial<BillUploadInput> = {}) =>
  receiveBillUpload(world.partner, {
    ...{ partner: null, cycle: world.cycle, externalId: name, format: 'auto', fileName: `${name}.csv` },
    bytes,
    ...change,
  });

const count = async (table: string, where: string, id: string) =>
  Number((await owner.query(`select count(*) from ${table} where ${where} = $1`, [id])).rows[0].count);
const chunksOf = (id: string) => count('partner_bill_import_chunk', 'import_id', id);
const billsNamed = (externalId: string) => count('partner_bill', 'external_id', externalId);

const refusal = (attempt: Promise<unknown>): Promise<AppError | null> =>
  attempt.then(
    () => null,
    (error: AppError) => error,
  );

/** What a bill came to, without what names it. */
async function outcome(id: string) {
  const { state, lines, totals, issues, format } = await getPartnerBill(world.operator, id);
  const { rows } = await owner.query(
    `select line_no, state, issue_code, amount::text, billing_account_id, source::text from partner_bill_line
     where partner_bill_id = $1 order by line_no`,
    [id],
  );
  return { state, lines, totals, issues, format, rows };
}

test('a large file becomes the very bill that it would be at once, and its bytes are not kept', async () => {
  const bytes = bill('whole');
  const received = await upload('whole', inPieces(bytes));
  expect(received).toMatchObject({
    created: true,
    import: {
      state: 'waiting',
      progress: 0,
      sizeBytes: bytes.length,
      format: 'focus-1.0',
      partnerBillId: null,
    },
  });
  const { id } = received.import;
  expect(await chunksOf(id)).toBe(1);
  expect(await listOpenImports(world.partner, world.partnerId)).toMatchObject([{ id }]);

  expect(await readBillImport(world.operator, id)).toBe('done');
  const read = await getBillImport(world.partner, id);
  expect(read).toMatchObject({ state: 'done', progress: 1, rowsRead: 2300, failure: null });
  expect(await chunksOf(id)).toBe(0);
  const { rows } = await owner.query('select received_by from partner_bill where id = $1', [
    read.partnerBillId,
  ]);
  expect(rows[0].received_by).toContain(world.partnerId);

  const alone = await cloudWorld('imports-direct');
  const mapping = { level: 'payer' as const, externalAccount: 'payer-1', billingAccount: 'ACC-USD-1' };
  await setAccountMappings(alone.operator, { partner: 'cumulus', mappings: [mapping] });
  const direct = await receivePartnerBill(alone.operator, {
    ...{ partner: 'cumulus', cycle: alone.cycle, externalId: 'whole', format: 'auto', fileName: null, bytes },
  });
  expect(direct.bill.lines).toEqual({ received: 2300, accepted: 2298, rejected: 1, duplicate: 1 });
  const theirs = (await outcome(read.partnerBillId!)).rows.map((row) => ({
    ...row,
    billing_account_id: null,
  }));
  const { rows: lines } = await owner.query(
    `select line_no, state, issue_code, amount::text, null as billing_account_id, source::text from partner_bill_line
     where partner_bill_id = $1 order by line_no`,
    [direct.bill.id],
  );
  expect(theirs).toEqual(lines);
  expect((await getPartnerBill(world.operator, read.partnerBillId!)).totals).toEqual(direct.bill.totals);

  const again = await upload('whole', inPieces(bytes));
  expect(again).toMatchObject({ created: false, import: { id, state: 'done' } });
  expect(await chunksOf(id)).toBe(0);
});

test('every reading of a stored file is whole, though another is on its way', async () => {
  const bytes = bill('readings', 9000);
  const { id } = (await upload('readings', inPieces(bytes))).import;
  const scope = { operatorId: world.operator.actor.operatorId, partnerId: null, customerId: null };
  const of = { id, sizeBytes: bytes.length, contentHash: '' };
  const file = storedImport(scope, of, () => new Error('a chunk is missing'));
  const left = file.read()[Symbol.asyncIterator]();
  await left.next();
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read()) {
    pieces.push(piece);
    await left.next();
  }
  expect(pieces.length).toBeGreaterThan(2);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

describe('what cannot be a bill', () => {
  test('is refused at once when the first megabyte shows it, and nothing is stored', async () => {
    const before = await owner.query('select count(*) from partner_bill_import');
    const strange = Buffer.from('What,How much\nfish,3\n');
    expect(await refusal(upload('strange', inPieces(strange)))).toMatchObject({ code: 'mapping_required' });
    const unnamed = upload(' ', inPieces(bill('x', 1)));
    expect(await refusal(unnamed)).toMatchObject({ code: 'external_id_required' });
    expect(await refusal(upload('y', inPieces(bill('y', 1)), { replaces: 'nothing' }))).toMatchObject({
      code: 'unknown_bill',
    });
    expect((await owner.query('select count(*) from partner_bill_import')).rows).toEqual(before.rows);
  });

  test('fails with its code, sentence and place when its fault comes later, and nothing is kept', async () => {
    const broken = Buffer.concat([bill('broken', 1500), Buffer.from('"never closed')]);
    const { id } = (await upload('broken', inPieces(broken))).import;
    expect(await readBillImport(world.operator, id)).toBe('failed');
    expect(await getBillImport(world.partner, id)).toMatchObject({
      state: 'failed',
      partnerBillId: null,
      failure: {
        code: 'broken_quotes',
        message: expect.stringContaining('row 1501'),
        issues: [{ path: 'lines.1501' }],
      },
    });
    expect([await chunksOf(id), await billsNamed('broken')]).toEqual([0, 0]);
    // Failed is not there: the same bytes may be tried again.
    expect((await upload('broken', inPieces(broken))).created).toBe(true);
  });

  test('an upload that breaks off leaves a failed import and none of its bytes', async () => {
    async function* half() {
      yield* inPieces(bill('half', 6000));
      throw new Error('connection reset');
    }
    expect(await refusal(upload('half', half()))).toMatchObject({ message: 'connection reset' });
    const { rows } = await owner.query(
      `select id, state, failure ->> 'code' as code from partner_bill_import where external_id = 'half'`,
    );
    expect(rows).toMatchObject([{ state: 'failed', code: 'upload_interrupted' }]);
    expect(await chunksOf(rows[0].id)).toBe(0);
  });
});

test('cancelled while it waits or is read, it leaves nothing; a bill that is there is not cancelled', async () => {
  const waiting = (await upload('waiting', inPieces(bill('waiting')))).import.id;
  expect(await cancelBillImport(world.partner, waiting)).toMatchObject({ state: 'cancelled' });
  expect(await readBillImport(world.operator, waiting)).toBe('cancelled');
  expect([await chunksOf(waiting), await billsNamed('waiting')]).toEqual([0, 0]);

  const moving = (await upload('moving', inPieces(bill('moving', 9000)))).import.id;
  const reading = readBillImport(world.operator, moving);
  for (;;) if ((await getBillImport(world.partner, moving)).state !== 'waiting') break;
  await cancelBillImport(world.partner, moving);
  expect(await reading).toBe('cancelled');
  expect([await chunksOf(moving), await billsNamed('moving')]).toEqual([0, 0]);

  const done = (await upload('done', inPieces(bill('done', 10)))).import.id;
  await readBillImport(world.operator, done);
  expect(await refusal(cancelBillImport(world.partner, done))).toMatchObject({ code: 'import_ended' });
});

test('a reading that is asked to stop leaves nothing, and begins again with the next worker', async () => {
  const { id } = (await upload('stopped', inPieces(bill('stopped')))).import;
  expect(await readBillImport(world.operator, id, { signal: AbortSignal.abort() })).toBe('reading');
  expect([await chunksOf(id), await billsNamed('stopped')]).toEqual([1, 0]);
  expect(await readBillImport(world.operator, id)).toBe('done');
  expect(await billsNamed('stopped')).toBe(1);
});

test('two readers of one import make one bill', async () => {
  const { id } = (await upload('twice', inPieces(bill('twice')))).import;
  const states = await Promise.all([1, 2].map(() => readBillImport(world.operator, id)));
  expect(states).toContain('done');
  expect([await billsNamed('twice'), await chunksOf(id)]).toEqual([1, 0]);
  expect(await getBillImport(world.partner, id)).toMatchObject({ state: 'done', rowsRead: 2300 });
});

test('whoever follows it sees it read to its end; another partner sees nothing of it', async () => {
  const { id } = (await upload('followed', inPieces(bill('followed')))).import;
  const stop = new AbortController();
  const states: string[] = [];
  const following = (async () => {
    for await (const seen of followBillImport(world.partner, id, stop.signal)) {
      if (seen) states.push(seen.state);
      if (seen?.state === 'done') stop.abort();
    }
  })();
  await readBillImport(world.operator, id);
  await following;
  expect(states.at(-1)).toBe('done');
  for (const look of [getBillImport, cancelBillImport])
    expect(await refusal(look(world.otherPartner, id))).toMatchObject({ code: 'not_found' });
  expect(await listOpenImports(world.otherPartner, world.partnerId)).toEqual([]);
});

test('an upload whose end never came fails after a day, and its parts go', async () => {
  const { id } = (await upload('lost', inPieces(bill('lost', 5)))).import;
  await owner.query(`update partner_bill_import set state = 'receiving' where id = $1`, [id]);
  expect(await tidyImports(world.operator)).toBe(0);
  const later = new Date(Date.parse(world.operator.now) + 25 * 3_600_000).toISOString();
  expect(await tidyImports({ ...world.operator, now: later })).toBe(1);
  expect(await getBillImport(world.partner, id)).toMatchObject({ state: 'failed' });
  expect(await chunksOf(id)).toBe(0);
});

/** Reads in a process of its own; answers how it ended. */
function readInChild(importId: string, failpoint: string): Promise<string | number | null> {
  const script = path.join(import.meta.dirname, 'read-in-child.fixture.ts');
  const args = [database.workerUrl, world.operator.actor.operatorId, importId, world.operator.now];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: {
      ...process.env,
      VITEST: '',
      LOG_LEVEL: 'fatal',
      NODE_ENV: 'test',
      TRIBUTARY_FAILPOINTS: failpoint,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}

test('a reader killed by -9 on the way and before its commit leaves nothing, and the next makes the bill', async () => {
  const { id } = (await upload('killed', inPieces(bill('killed')))).import;
  for (const failpoint of ['partner-bill-import.rows:2', 'partner-bill-import.before-commit:1']) {
    expect(await readInChild(id, failpoint)).toBe('SIGKILL');
    expect([await chunksOf(id), await billsNamed('killed')]).toEqual([1, 0]);
    expect(await getBillImport(world.partner, id)).toMatchObject({ state: 'reading', partnerBillId: null });
  }
  expect(await readBillImport(world.operator, id)).toBe('done');
  const read = await getBillImport(world.partner, id);
  expect((await outcome(read.partnerBillId!)).lines).toEqual({
    received: 2300,
    accepted: 2298,
    rejected: 1,
    duplicate: 1,
  });
});
