import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as listMappings, PUT as setMappings } from '@/app/api/v1/account-mappings/route';
import { POST as cancelImport } from '@/app/api/v1/partner-bill-imports/[id]/cancel/route';
import { GET as getImport } from '@/app/api/v1/partner-bill-imports/[id]/route';
import { POST as accept } from '@/app/api/v1/partner-bills/[id]/accept/route';
import { GET as getChanges } from '@/app/api/v1/partner-bills/[id]/changes/route';
import { GET as getLines } from '@/app/api/v1/partner-bills/[id]/lines/route';
import { POST as reject } from '@/app/api/v1/partner-bills/[id]/reject/route';
import { GET as getRejected } from '@/app/api/v1/partner-bills/[id]/rejected-lines/route';
import { GET as getOne } from '@/app/api/v1/partner-bills/[id]/route';
import { GET as getList, POST as send } from '@/app/api/v1/partner-bills/route';
import { connectAs, disconnect } from '@/lib/db/client';
import type { RouteHandler } from '@/lib/http/define-route';
import { focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;
let key: string;
let partnerKey: string;
let otherPartnerKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await cloudWorld('api');
  const make = async (audience: 'operator' | 'partner', partyId: string | null) =>
    (await createApiKey(world.operator, { name: 'test', audience, partyId, role: 'billing' })).key;
  key = await make('operator', null);
  partnerKey = await make('partner', world.partnerId);
  otherPartnerKey = await make('partner', world.otherPartnerId);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

type Json = Record<string, unknown>;

async function call(route: RouteHandler, query: string, init: RequestInit = {}, params = {}, as = key) {
  const headers = { authorization: `Bearer ${as}`, ...(init.headers as Record<string, string>) };
  const request = new Request(`http://localhost/api/v1${query}`, { ...init, headers });
  const response = await route(request, { params: Promise.resolve(params) });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Json };
}

function post(fields: Record<string, string>, file: Uint8Array | null, as = key, headers = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file) form.set('file', new Blob([new Uint8Array(file)]), 'october.csv');
  return call(send, '/partner-bills', { method: 'POST', body: form, headers }, {}, as);
}

const fieldsOf = (externalId: string) => ({
  partner: 'cumulus',
  cycle: world.cycle,
  format: 'focus-1.0',
  externalId,
});

describe('POST /api/v1/partner-bills', () => {
  test('answers the bill as the contract has it: 201, then 200 for the same again', async () => {
    const file = focusFile([{ BilledCost: '123.45678901' }, { BilledCost: 'x' }]);
    const first = await post(fieldsOf('API-1'), file);
    expect(first).toMatchObject({
      status: 201,
      json: {
        partner: 'cumulus',
        cycle: world.cycle,
        externalId: 'API-1',
        format: 'focus-1.0',
        fileName: 'october.csv',
        state: 'validated',
        lines: { received: 2, accepted: 0, rejected: 2, duplicate: 0 },
        totals: [{ currency: 'USD', stated: null, received: '123.45678901', accepted: '0' }],
        issues: [
          {
            code: 'unknown_account',
            severity: 'error',
            path: 'lines.1.SubAccountId',
            message: expect.stringContaining('"sub-1"'),
            amountAtStake: '123.45678901',
          },
          { code: 'bad_number', path: 'lines.2.BilledCost', amountAtStake: null },
        ],
      },
    });
    expect(first.headers.get('location')).toBe(`/api/v1/partner-bills/${first.json.id}`);
    const second = await post(fieldsOf('API-1'), file);
    expect(second).toMatchObject({ status: 200, json: first.json });
  });

  test('answers a file of more than 20 MB with 202 and its import, which says how far it is', async () => {
    const note = 'n'.repeat(40_000);
    const rows = Array.from({ length: 510 }, () => ({ ChargeDescription: note }));
    const file = focusFile(rows);
    const first = await post(fieldsOf('API-LARGE'), file);
    expect(first).toMatchObject({
      status: 202,
      json: {
        state: 'waiting',
        progress: 0,
        externalId: 'API-LARGE',
        sizeBytes: file.length,
        partnerBill: null,
      },
    });
    const id = String(first.json.id);
    expect(first.headers.get('location')).toBe(`/api/v1/partner-bill-imports/${id}`);
    expect(await post(fieldsOf('API-LARGE'), file)).toMatchObject({ status: 202, json: { id } });
    expect(await call(getImport, '', {}, { id })).toMatchObject({ status: 200, json: first.json });
    expect(await call(getImport, '', {}, { id }, otherPartnerKey)).toMatchObject({ status: 404 });
    const stopped = await call(cancelImport, '', { method: 'POST' }, { id });
    expect(stopped).toMatchObject({ status: 200, json: { state: 'cancelled' } });
  });

  test('takes the file before the other fields as well as after them', async () => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(focusFile([{ BilledCost: '4' }]))]), 'october.csv');
    for (const [name, value] of Object.entries(fieldsOf('API-FIRST'))) form.set(name, value);
    const sent = await call(send, '/partner-bills', { method: 'POST', body: form });
    expect(sent).toMatchObject({ status: 201, json: { externalId: 'API-FIRST', lines: { received: 1 } } });
  });

  test('answers a repeated Idempotency-Key with what it answered first', async () => {
    const file = focusFile([{ BilledCost: '2' }]);
    const first = await post(fieldsOf('API-2'), file, key, { 'idempotency-key': 'once' });
    const again = await post(fieldsOf('API-2'), file, key, { 'idempotency-key': 'once' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.json).toEqual(first.json);
  });

  test('takes stated totals, and refuses what is none', async () => {
    const file = focusFile([{ BilledCost: '3' }]);
    const totals = (text: string) => ({ ...fieldsOf('API-3'), statedTotals: text });
    for (const text of ['3', '[{"currency":"USD"}]', '[{"currency":"USD","amount":"3,0"}]', 'nonsense']) {
      const { status, json } = await post(totals(text), file);
      expect(status).toBe(422);
      expect(JSON.stringify(json.issues)).toContain('statedTotals');
    }
    const taken = await post(totals('[{"currency":"USD","amount":"4"}]'), file);
    expect(taken.json).toMatchObject({
      state: 'rejected',
      issues: [{ code: 'total_mismatch', amountAtStake: '1' }, {}],
    });
  });

  test('says what is wrong with the request', async () => {
    const file = focusFile([{}]);
    const { partner: _, ...withoutPartner } = fieldsOf('API-4');
    const { cycle: __, ...withoutCycle } = fieldsOf('API-4');
    const attempts: [ReturnType<typeof post>, number, string][] = [
      [post({ ...fieldsOf('API-4'), format: 'pdf' }, file), 422, 'unknown_format'],
      [post({ ...fieldsOf('API-4'), format: 'csv' }, file), 422, 'mapping_required'],
      [post(withoutPartner, file), 422, 'partner_required'],
      [post(withoutCycle, file), 422, 'cycle_required'],
      [post(fieldsOf('API-4'), null), 422, 'required'],
      [post({ ...fieldsOf('API-4'), colour: 'red' }, file), 422, 'invalid_request'],
      [post(fieldsOf('API-4'), Buffer.from('PK\u0003\u0004')), 422, 'compressed_file'],
      [post(fieldsOf('API-4'), file, otherPartnerKey), 404, 'not_found'],
      [post(fieldsOf('API-1'), focusFile([{ BilledCost: '9' }])), 409, 'external_id_conflict'],
    ];
    for (const [attempt, status, code] of attempts) {
      expect(await attempt).toMatchObject({ status, json: { code, detail: expect.stringMatching(/[.]$/) } });
    }
  });
});

describe('correcting', () => {
  const file = (cost: string) => focusFile([{ BilledCost: cost, ServiceName: 'Corrections' }]);

  test('names the bill it replaces, says what it changes, and waits for a person where it must', async () => {
    const { json: first } = await post(fieldsOf('FIX-1'), file('10'), partnerKey);
    const fields = { partner: 'cumulus', externalId: 'FIX-2', replaces: 'FIX-1' };
    const second = await post(fields, file('12.5'), partnerKey);
    expect(second).toMatchObject({
      status: 201,
      json: {
        cycle: world.cycle,
        replaces: { id: first.id, externalId: 'FIX-1' },
        replacedBy: null,
        decision: null,
      },
    });
    const { id } = second.json;
    const changes = await call(getChanges, `/partner-bills/${id}/changes?limit=10`, {}, { id }, partnerKey);
    expect(changes).toMatchObject({
      status: 200,
      json: {
        replaces: { externalId: 'FIX-1' },
        counts: { added: 0, removed: 0, changed: 1, same: 0 },
        totals: [{ currency: 'USD', before: '10', after: '12.5' }],
        accounts: [{ externalAccount: 'sub-1', billingAccount: null, before: '10', after: '12.5' }],
        data: [{ kind: 'changed', lineNo: 1, earlierLineNo: 1, amountBefore: '10', amount: '12.5' }],
        nextCursor: null,
      },
    });
    const other = { partner: 'cumulus', externalId: 'FIX-3', replaces: 'FIX-1' };
    expect(await post(other, file('13'), partnerKey)).toMatchObject({
      status: 409,
      json: { code: 'replaced_already', detail: expect.stringContaining('"FIX-2"') },
    });
    const decide = (route: RouteHandler, as: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      return call(
        route,
        `/partner-bills/${id}/x`,
        { method: 'POST', headers, body: JSON.stringify(body) },
        { id },
        as,
      );
    };
    expect(await decide(accept, partnerKey, { reason: 'Ours.' })).toMatchObject({ status: 403 });
    expect(await decide(accept, key, {})).toMatchObject({ status: 422 });
    expect(await decide(accept, key, { reason: 'Fine.' })).toMatchObject({
      status: 409,
      json: { code: 'nothing_to_accept' },
    });
    expect(await decide(reject, key, { reason: 'Not agreed.' })).toMatchObject({
      status: 200,
      json: { state: 'rejected', decision: { reason: 'Not agreed.' } },
    });
    expect(await call(getOne, `/partner-bills/${first.id}`, {}, { id: first.id }, partnerKey)).toMatchObject({
      json: { state: 'validated', replacedBy: null },
    });
  });
});

describe('reading', () => {
  test('a partner lists, opens and pages its own bills and lines; another partner finds nothing', async () => {
    const { json: bill } = await post(
      { format: 'focus-1.0', cycle: world.cycle, externalId: 'READ-1' },
      focusFile([{}, {}, {}]),
      partnerKey,
    );
    const list = await call(getList, '/partner-bills?limit=1', {}, {}, partnerKey);
    expect(list.json).toMatchObject({
      data: [{ id: bill.id, issueCounts: { error: 1, warning: 0, info: 0 } }],
      nextCursor: expect.any(String),
    });
    const one = await call(getOne, `/partner-bills/${bill.id}`, {}, { id: bill.id }, partnerKey);
    expect(one.json).toEqual(bill);
    const lines = await call(
      getLines,
      `/partner-bills/${bill.id}/lines?limit=2&state=rejected`,
      {},
      { id: bill.id },
      partnerKey,
    );
    expect(lines.json).toMatchObject({
      data: [
        { lineNo: 1, issueCode: 'unknown_account', amount: '1', source: { BilledCost: '1' } },
        { lineNo: 2 },
      ],
    });
    const rest = await call(
      getLines,
      `/partner-bills/${bill.id}/lines?limit=2&state=rejected&cursor=${lines.json.nextCursor}`,
      {},
      { id: bill.id },
      partnerKey,
    );
    expect(rest.json).toMatchObject({ data: [{ lineNo: 3 }], nextCursor: null });

    expect((await call(getList, '/partner-bills', {}, {}, otherPartnerKey)).json).toEqual({
      data: [],
      nextCursor: null,
    });
    expect((await call(getOne, '', {}, { id: bill.id }, otherPartnerKey)).status).toBe(404);
    expect((await call(getLines, '', {}, { id: bill.id }, otherPartnerKey)).status).toBe(404);
    expect((await call(getOne, '', {}, { id: 'nonsense' })).status).toBe(404);
    expect((await call(getList, '/partner-bills?cursor=nonsense')).json).toMatchObject({
      code: 'invalid_cursor',
    });
  });
});

test('rejected rows come as a file, to those who may see the bill', async () => {
  const { json: bill } = await post(fieldsOf('BACK-1'), focusFile([{ SubAccountId: 'nobody' }]), partnerKey);
  const get = (as: string) =>
    getRejected(
      new Request('http://localhost/api/v1/partner-bills/x/rejected-lines', {
        headers: { authorization: `Bearer ${as}` },
      }),
      { params: Promise.resolve({ id: String(bill.id) }) },
    );
  const file = await get(partnerKey);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''october-rejected.csv");
  expect(await file.text()).toMatch(/error_row,error_code,error_message\r\n.*,1,unknown_account,.*\r\n$/s);
  expect((await get(otherPartnerKey)).status).toBe(404);
});

describe('account mappings', () => {
  const put = (body: Json, as = key) =>
    call(
      setMappings,
      '/account-mappings',
      {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      },
      {},
      as,
    );

  test('one or many are set, and the list shows them', async () => {
    await post(
      fieldsOf('MAP-1'),
      focusFile([{ SubAccountId: 'm-1' }, { SubAccountId: 'm-2', BilledCost: '5' }]),
    );
    const one = await put({
      partner: 'cumulus',
      level: 'sub_account',
      externalAccount: 'm-1',
      billingAccount: 'ACC-USD-1',
    });
    expect(one).toMatchObject({
      status: 200,
      json: { mappings: 1, bills: [{ state: 'accepted', changedLines: 1 }] },
    });
    const many = await put({
      partner: world.partnerId,
      mappings: [
        { level: 'sub_account', externalAccount: 'm-1', billingAccount: world.accounts.usd2 },
        { level: 'sub_account', externalAccount: 'm-2', billingAccount: null },
      ],
    });
    expect(many).toMatchObject({ status: 200, json: { mappings: 2 } });
    const list = await call(listMappings, '/account-mappings?partner=cumulus&level=sub_account&limit=200');
    expect(list.json.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          externalAccount: 'm-1',
          waitingLines: 0,
          mapping: expect.objectContaining({ level: 'sub_account' }),
        }),
        expect.objectContaining({
          externalAccount: 'm-2',
          waitingLines: 1,
          mapping: null,
          money: [{ currency: 'USD', amount: '5', waiting: '5' }],
        }),
      ]),
    );
  });

  test('refuses what is wrong with its place', async () => {
    const wrong = await put({
      partner: 'cumulus',
      mappings: [{ level: 'sub_account', externalAccount: 'm-1', billingAccount: 'NONE' }],
    });
    expect(wrong).toMatchObject({
      status: 422,
      json: { issues: [{ code: 'unknown_billing_account', path: 'mappings.0.billingAccount' }] },
    });
    expect(
      (await put({ partner: 'cumulus', level: 'tenant', externalAccount: 'x', billingAccount: 'y' })).status,
    ).toBe(422);
    expect((await put({ partner: 'cumulus', mappings: [] }, otherPartnerKey)).status).toBe(422);
    const foreign = {
      partner: 'cumulus',
      level: 'sub_account',
      externalAccount: 'm-1',
      billingAccount: null,
    };
    expect((await put(foreign, otherPartnerKey)).status).toBe(404);
    expect(
      (await call(listMappings, '/account-mappings?partner=cumulus', {}, {}, otherPartnerKey)).status,
    ).toBe(404);
  });
});
