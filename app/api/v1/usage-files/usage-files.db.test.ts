import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as cancel } from '@/app/api/v1/usage-files/[id]/cancel/route';
import { GET as errors } from '@/app/api/v1/usage-files/[id]/errors/route';
import { GET as follow } from '@/app/api/v1/usage-files/[id]/events/route';
import { GET as get } from '@/app/api/v1/usage-files/[id]/route';
import { GET as list, POST as send } from '@/app/api/v1/usage-files/route';
import { POST as preview } from '@/app/api/v1/usage-mappings/preview/route';
import { GET as listMappings, POST as save } from '@/app/api/v1/usage-mappings/route';
import { connectAs, disconnect } from '@/lib/db/client';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;
let keys: Record<'alpha' | 'beta' | 'acme', string>;

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test, long enough to be one';
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('file-routes');
  const keyOf = async (audience: 'partner' | 'customer', partyId: string) =>
    (await createApiKey(world.ctx, { name: audience, audience, partyId, role: 'billing' })).key;
  keys = {
    alpha: await keyOf('partner', world.alpha.id),
    beta: await keyOf('partner', world.beta.id),
    acme: await keyOf('customer', world.acme.id),
  };
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

type Given = { key?: keyof typeof keys; body?: FormData | object; id?: string; signal?: AbortSignal };

function call(handler: typeof get, { key = 'alpha', body, id, signal }: Given = {}): Promise<Response> {
  const isForm = body instanceof FormData;
  const request = new Request('http://localhost/api/v1/x', {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${keys[key]}`,
      ...(body && !isForm && { 'content-type': 'application/json' }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  return handler(request, { params: Promise.resolve(id ? { id } : {}) });
}

function form(content: string, fields: Record<string, string> = {}, name = 'März.csv'): FormData {
  const made = new FormData();
  for (const [field, value] of Object.entries(fields)) made.append(field, value);
  made.append('file', new File([content], name));
  return made;
}

const SOUND =
  'source,id,time,subject,meter,quantity,country\n//a,1,2026-03-10T12:00:00Z,alpha-sim,data,1.5,DE\n';
const CONTENT = `${SOUND}//a,2,2026-03-10T12:00:00Z,alpha-sim,data,x,DE\n`;

test('a file is sent, followed, and its errors come back', async () => {
  const sent = await call(send, { body: form(CONTENT) });
  expect(sent.status).toBe(202);
  const file = await sent.json();
  expect(file).toMatchObject({
    name: 'März.csv',
    state: 'waiting',
    format: 'csv',
    sizeBytes: CONTENT.length,
  });
  expect(sent.headers.get('location')).toBe(`/api/v1/usage-files/${file.id}`);

  await readUsageFile(world.ctx, file.id);
  const read = await call(get, { id: file.id });
  expect(await read.json()).toMatchObject({ state: 'done', rows: { received: 2, accepted: 1, rejected: 1 } });

  const refused = await call(errors, { id: file.id });
  expect(refused.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(refused.headers.get('content-disposition')).toContain(encodeURIComponent('März-errors.csv'));
  expect((await refused.text()).split('\r\n')[1]).toContain('alpha-sim,data,x,DE,invalid_quantity,');

  const aborting = new AbortController();
  const stream = await call(follow, { id: file.id, signal: aborting.signal });
  const { value } = await stream.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toMatch(/^id: .+\nevent: file\ndata: \{.*"state":"done"/);
  aborting.abort();

  const again = await call(send, { body: form(CONTENT) });
  expect([again.status, (await again.json()).id]).toEqual([200, file.id]);
  expect((await (await call(list)).json()).data).toMatchObject([{ id: file.id }]);
});

test('no other partner sees it, and no customer anything', async () => {
  const { data } = await (await call(list)).json();
  for (const handler of [get, errors, follow]) {
    expect((await call(handler, { key: 'beta', id: data[0].id })).status).toBe(404);
    expect((await call(handler, { key: 'acme', id: data[0].id })).status).toBe(403);
  }
  expect((await (await call(list, { key: 'beta' })).json()).data).toEqual([]);
  expect((await call(send, { key: 'acme', body: form(SOUND) })).status).toBe(403);
});

test('a file is cancelled by its sender, once, and not after it was read', async () => {
  const waiting = await (await call(send, { body: form(SOUND.replace('//a,1', '//a,cancelled')) })).json();
  expect((await call(cancel, { key: 'beta', body: {}, id: waiting.id })).status).toBe(404);
  expect((await call(cancel, { key: 'acme', body: {}, id: waiting.id })).status).toBe(403);
  for (const _ of ['once', 'again']) {
    const answer = await call(cancel, { body: {}, id: waiting.id });
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { state: 'cancelled', rows: { accepted: 0 } },
    ]);
  }
  const { data } = await (await call(list)).json();
  const done = data.find(({ state }: { state: string }) => state === 'done');
  const late = await call(cancel, { body: {}, id: done.id });
  expect([late.status, (await late.json()).code]).toEqual([409, 'file_ended']);
});

test('what is wrong with a form or a file is told by a code', async () => {
  const code = async (body: FormData) => {
    const answer = await call(send, { body });
    return [answer.status, (await answer.json()).code];
  };
  const late = new FormData();
  late.append('file', new File([`${SOUND}//b,late,,,,,\n`], 'late.csv'));
  late.append('format', 'csv');
  expect(await code(late)).toEqual([400, 'file_not_last']);
  expect(await code(new FormData())).toEqual([422, 'required']);
  expect(await code(form('', {}, 'empty.csv'))).toEqual([422, 'empty_file']);
  expect(await code(form(SOUND, { format: 'xlsx' }))).toEqual([422, 'invalid_request']);
  expect(await code(form(SOUND, { partner: 'beta' }))).toEqual([404, 'not_found']);
  process.env.USAGE_FILE_MAX_BYTES = '1000';
  expect(await code(form(`${SOUND}${'x'.repeat(1000)}`))).toEqual([413, 'file_too_large']);
  delete process.env.USAGE_FILE_MAX_BYTES;
});

test('a mapping is tried on a sample, saved in versions, and misspelt ones are refused', async () => {
  const definition = {
    source: { constant: '//a' },
    id: { fields: ['No'] },
    time: { fields: ['When'], format: 'dd.MM.yyyy HH:mm', timeZone: 'Europe/Warsaw' },
    subject: { fields: ['Line'] },
    meter: { constant: 'data' },
    quantity: { fields: ['MB'], decimalSeparator: ',' },
    attributes: [{ name: 'country', constant: 'DE' }],
  };
  const sample =
    'No;When;Line;MB\n9;10.03.2026 12:00;alpha-sim;1,5\n10;10.03.2026 12:00;nobody;1,5\n11;x;y;z\n';
  const tried = await (await call(preview, { body: { sample, definition } })).json();
  expect(tried).toMatchObject({
    format: 'csv',
    delimiter: ';',
    failure: null,
    columns: [{ name: 'No', values: ['9', '10', '11'] }, {}, {}, {}],
    rows: [
      { status: 'accepted', event: { quantity: '1.5' }, place: { offering: 'sim', prices: ['Data (EUR)'] } },
      { status: 'suspended', problem: { code: 'unknown_product' }, place: null },
      { status: 'rejected', problem: { code: 'time_format', path: 'When' } },
    ],
  });
  const twice = await (await call(preview, { body: { sample, definition } })).json();
  expect(twice.rows[0].status).toBe('accepted');
  const unmapped = await (await call(preview, { body: { sample } })).json();
  expect(unmapped).toMatchObject({
    failure: { code: 'mapping_required' },
    suggestion: {
      time: { fields: ['When'], format: 'dd.MM.yyyy HH:mm' },
      quantity: { decimalSeparator: ',' },
    },
  });

  const saved = await call(save, { body: { name: 'Lines', definition, sample } });
  expect([saved.status, await saved.json()]).toMatchObject([
    201,
    { name: 'Lines', version: 1, isCurrent: true },
  ]);
  await call(save, { body: { name: 'Lines', definition, sample } });
  expect((await (await call(listMappings)).json()).data).toMatchObject([{ name: 'Lines', version: 2 }]);
  const wrong = await call(save, { body: { name: 'x', definition: { ...definition, quantitty: {} } } });
  expect([wrong.status, (await wrong.json()).issues[0].path]).toEqual([422, 'definition.quantitty']);
});
