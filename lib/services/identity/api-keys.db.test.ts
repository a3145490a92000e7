import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorFromRequest } from '@/lib/auth/request-actor';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import type { Actor } from '@/lib/domain/access/actor';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { listPersonas, signInAsPersona } from '@/lib/services/identity/demo-world';
import { getApiKey, listApiKeys } from '@/lib/services/identity/list-api-keys';
import { revokeApiKey } from '@/lib/services/identity/revoke-api-key';
import { rotateApiKey } from '@/lib/services/identity/rotate-api-key';
import { employ, foundOperator, NOW, type TestOperator } from '@/lib/services/identity/two-operators.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let first: TestOperator;
let second: TestOperator;

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a secret of this test, long enough to be one';
  database = await createTestDatabase();
  connectAs(database.appUrl);
  first = await foundOperator('first');
  second = await foundOperator('second', { isDemo: true });
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const ask = (authorization: string) =>
  actorFromRequest(new Request('http://localhost/api/v1/bills', { headers: { authorization } }));

const inTenant = <T>(run: (sql: Sql) => Promise<T>) =>
  withTenantSql({ operatorId: first.operatorId, partnerId: null, customerId: null }, run);

const partnerGrant = () =>
  ({ name: 'feed', audience: 'partner', partyId: first.partnerId, role: 'billing' }) as const;

/** The partner's admin. */
const asPartner = ({ operatorId, partnerId }: TestOperator, changed: Partial<Actor> = {}) => ({
  actor: {
    ...{ kind: 'user' as const, id: crypto.randomUUID(), name: 'Partner admin', operatorId },
    ...{ audience: 'partner' as const, partyId: partnerId, role: 'admin' as const },
    ...changed,
  },
  now: NOW,
});

describe('an API key', () => {
  test('speaks for its party, in its operator and no other', async () => {
    const grant = { name: 'feed', audience: 'partner', partyId: first.partnerId, role: 'billing' } as const;
    const { id, key } = await createApiKey(first.ctx, grant);
    expect(key).toMatch(/^trb_[\w-]{43}$/);
    expect(await ask(`Bearer ${key}`)).toEqual({
      kind: 'key',
      id,
      name: 'feed',
      operatorId: first.operatorId,
      audience: 'partner',
      partyId: first.partnerId,
      role: 'billing',
    });
  });

  test.each([
    'Bearer trb_unknown',
    'Bearer',
    'Basic dXNlcjpwYXNz',
    '',
    'Bearer a b',
    `Bearer ${'x'.repeat(5000)}`,
  ])('is refused when it is none: %s', async (authorization) => {
    await expect(ask(authorization)).rejects.toMatchObject({ kind: 'unauthenticated', code: 'invalid_key' });
  });

  test('ends at once when its operator revokes it; another operator does not even see it', async () => {
    const grant = { name: 'short', audience: 'operator', partyId: null, role: 'viewer' } as const;
    const { id, key } = await createApiKey(first.ctx, grant);
    await expect(revokeApiKey(second.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await ask(`Bearer ${key}`)).not.toBeNull();
    await revokeApiKey(first.ctx, { id });
    await revokeApiKey(first.ctx, { id });
    await expect(ask(`Bearer ${key}`)).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'key_revoked',
    });
    const trail = await inTenant((sql) =>
      sql.query<{ action: string }>('select action from audit_entry where entity_id = $1 order by seq', [id]),
    );
    expect(trail.map(({ action }) => action)).toEqual(['api-key.created', 'api-key.revoked']);
  });

  test('is listed for its own party, and by the operator for all; never with its secret', async () => {
    const { id, key } = await createApiKey(first.ctx, { ...partnerGrant(), name: 'listed' });
    const partner = asPartner(first);
    const own = (await listApiKeys(partner, wholeList)).data;
    expect(own.find((row) => row.id === id)).toMatchObject({
      ...{ name: 'listed', prefix: key.slice(0, 12), state: 'live', permissions: null, expiresAt: null },
      ...{ createdBy: 'Operator first', lastUsedAt: null, party: { id: first.partnerId } },
    });
    expect(JSON.stringify(own)).not.toContain(key);
    expect(new Set(own.map(({ party }) => party?.id))).toEqual(new Set([first.partnerId]));
    const ofPartners = { ...wholeList, q: 'liste', filters: { audience: ['partner'], state: ['live'] } };
    const all = (await listApiKeys(first.ctx, ofPartners)).data;
    expect(all.map((row) => [row.id, row.createdBy])).toEqual([[id, 'system']]);
    const others = [second.ctx, asPartner(second), asPartner(first, { partyId: first.customerId })];
    for (const other of others) {
      expect((await listApiKeys(other, wholeList)).data.map((row) => row.id)).not.toContain(id);
      await expect(getApiKey(other, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(rotateApiKey(other, { id, overlapHours: 1 })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await ask(`Bearer ${key}`)).toMatchObject({ id });
  });

  test('ends when it was told to, and lives for five years at most', async () => {
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const yesterday = { ...first.ctx, now: at(-24) };
    const make = (expiresAt: string) => createApiKey(yesterday, { ...partnerGrant(), expiresAt });
    const [alive, over] = [await make(at(1)), await make(at(-1))];
    expect(await ask(`Bearer ${alive.key}`)).toMatchObject({ id: alive.id });
    await expect(ask(`Bearer ${over.key}`)).rejects.toMatchObject({
      ...{ kind: 'unauthenticated', code: 'key_expired' },
    });
    expect(await getApiKey({ ...first.ctx, now: at(0) }, over.id)).toMatchObject({ state: 'expired' });
    await expect(make(at(-25))).rejects.toMatchObject({ code: 'expires_in_past' });
    await expect(make(at(6 * 366 * 24))).rejects.toMatchObject({ code: 'expires_too_late' });
    await expect(
      rotateApiKey({ ...first.ctx, now: at(0) }, { id: over.id, overlapHours: 1 }),
    ).rejects.toMatchObject({
      code: 'key_not_live',
    });
  });

  test('is exchanged: both hold for the overlap, then the new one alone', async () => {
    const now = new Date().toISOString();
    const later = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
    const grant = { ...partnerGrant(), permissions: ['usage.send'], expiresAt: later(24 * 30) };
    const old = await createApiKey({ ...first.ctx, now }, grant);
    const made = await rotateApiKey({ ...first.ctx, now }, { id: old.id, overlapHours: 48 });
    expect(made).toMatchObject({ name: old.name, permissions: ['usage.send'], expiresAt: later(24 * 30) });
    expect(await ask(`Bearer ${old.key}`)).toMatchObject({ id: old.id, only: ['usage.send'] });
    expect(await ask(`Bearer ${made.key}`)).toMatchObject({ id: made.id, only: ['usage.send'] });
    const endOf = async (hours: number) =>
      (await getApiKey({ ...first.ctx, now: later(hours) }, old.id)).state;
    expect([await endOf(47), await endOf(48)]).toEqual(['live', 'expired']);
    await expect(rotateApiKey({ ...first.ctx, now }, { id: old.id, overlapHours: 1 })).rejects.toMatchObject({
      code: 'key_replaced',
    });
    const last = await rotateApiKey({ ...first.ctx, now }, { id: made.id, overlapHours: 0 });
    await expect(ask(`Bearer ${made.key}`)).rejects.toMatchObject({ code: 'key_revoked' });
    expect(await ask(`Bearer ${last.key}`)).toMatchObject({ id: last.id });
  });

  test('can do no more than its maker, and does not outlive the key that made it', async () => {
    const admin = { ...partnerGrant(), role: 'admin' as const, expiresAt: '2027-01-01T00:00:00.000Z' };
    const maker = (await ask(`Bearer ${(await createApiKey(first.ctx, admin)).key}`))!;
    const ctx = { actor: maker, now: NOW };
    const never = createApiKey(ctx, partnerGrant());
    await expect(never).rejects.toMatchObject({ code: 'expires_after_maker' });
    const narrow = { ...admin, permissions: ['api-key.manage', 'usage.send'] };
    const narrowed = (await ask(`Bearer ${(await createApiKey(ctx, narrow)).key}`))!;
    const below = { ...admin, permissions: ['usage.send'] };
    await expect(createApiKey({ actor: narrowed, now: NOW }, admin)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const sender = (await ask(`Bearer ${(await createApiKey({ actor: narrowed, now: NOW }, below)).key}`))!;
    await expect(listApiKeys({ actor: sender, now: NOW }, wholeList)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const foreign = { ...partnerGrant(), permissions: ['bill-run.manage'] };
    await expect(createApiKey(first.ctx, foreign)).rejects.toMatchObject({ code: 'permission_not_of_role' });
  });

  test('ends with the key that made it, however far down, but not with the one that it took the place of', async () => {
    const now = new Date().toISOString();
    const later = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
    const people = { ...first.ctx, now };
    const admin = { ...partnerGrant(), name: 'family', role: 'admin' as const };
    const holderOf = async ({ key }: { key: string }) => ({ actor: (await ask(`Bearer ${key}`))!, now });
    const state = async ({ id }: { id: string }, hours = 0) =>
      (await getApiKey({ ...people, now: later(hours) }, id)).state;
    const root = await createApiKey(people, admin);
    const holder = await holderOf(root);
    const child = await createApiKey(holder, admin);
    const grandchild = await createApiKey(await holderOf(child), { ...admin, role: 'viewer' });
    const heir = await rotateApiKey(await holderOf(child), { id: child.id, overlapHours: 1 });
    expect(await Promise.all([child, grandchild, heir].map((key) => state(key, 2)))).toEqual([
      ...['expired', 'expired', 'live'],
    ]);
    const successor = await rotateApiKey(holder, { id: root.id, overlapHours: 4 });
    expect(await Promise.all([root, heir, successor].map((key) => state(key, 5)))).toEqual([
      ...['expired', 'expired', 'live'],
    ]);
    await revokeApiKey(people, { id: root.id });
    expect(await Promise.all([root, child, grandchild, heir].map((key) => state(key)))).toEqual(
      Array(4).fill('revoked'),
    );
    await expect(createApiKey(holder, admin)).rejects.toMatchObject({ code: 'key_revoked' });
    const next = await rotateApiKey(await holderOf(successor), { id: successor.id, overlapHours: 0 });
    expect([await state(successor), await state(next)]).toEqual(['revoked', 'live']);
    await revokeApiKey(people, { id: next.id });
  });

  test('says when it was used last, and is written once in five minutes', async () => {
    const { id, key } = await createApiKey(first.ctx, partnerGrant());
    const lastUse = async () => (await getApiKey(first.ctx, id)).lastUsedAt;
    const began = Date.now();
    await Promise.all(Array.from({ length: 5 }, () => ask(`Bearer ${key}`)));
    await expect.poll(lastUse).not.toBeNull();
    expect(Math.abs(Date.parse((await lastUse())!) - began)).toBeLessThan(60_000);
    const versions = () =>
      inTenant((sql) => sql.query<{ xmin: string }>('select xmin::text from api_key where id = $1', [id]));
    const [before] = await versions();
    await ask(`Bearer ${key}`);
    expect(await versions()).toEqual([before]);
    await inTenant((sql) =>
      sql.query(`update api_key set last_used_at = now() - interval '6 minutes' where id = $1`, [id]),
    );
    await ask(`Bearer ${key}`);
    await expect.poll(async () => Date.parse((await lastUse())!)).toBeGreaterThan(began - 60_000);
  });

  test('is one of at most 25 of its party, also when two are made at once', async () => {
    const grant = { name: 'many', audience: 'customer', partyId: second.customerId, role: 'viewer' } as const;
    for (let made = 0; made < 23; made += 1) await createApiKey(second.ctx, grant);
    const rest = await Promise.allSettled([1, 2, 3, 4].map(() => createApiKey(second.ctx, grant)));
    expect(rest.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await expect(createApiKey(second.ctx, grant)).rejects.toMatchObject({ code: 'too_many_keys' });
    const [one] = (await listApiKeys(second.ctx, { ...wholeList, q: 'many' })).data;
    let last = await rotateApiKey(second.ctx, { id: one!.id, overlapHours: 24 });
    await expect(createApiKey(second.ctx, grant)).rejects.toMatchObject({ code: 'too_many_keys' });
    const exchange = (overlapHours: number) => rotateApiKey(second.ctx, { id: last.id, overlapHours });
    for (let live = 26; live < 50; live += 1) last = await exchange(24);
    await expect(exchange(24)).rejects.toMatchObject({ code: 'too_many_keys' });
    expect(await exchange(0)).toMatchObject({ state: 'live' });
  });

  test('is made by a partner for itself alone, and by no viewer', async () => {
    const ctx = asPartner(first);
    const own = { name: 'own', audience: 'partner', partyId: first.partnerId, role: 'viewer' } as const;
    const { id } = await createApiKey(ctx, own);
    const above = { name: 'above', audience: 'operator', partyId: null, role: 'admin' } as const;
    await expect(createApiKey(ctx, above)).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = asPartner(first, { partyId: first.customerId });
    await expect(revokeApiKey(foreign, { id })).rejects.toMatchObject({ kind: 'not_found' });
    const viewer = asPartner(first, { role: 'viewer' });
    await expect(createApiKey(viewer, own)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('has a name of its own choice in a demo, and nowhere else', async () => {
    const grant = { name: 'demo', audience: 'operator', partyId: null, role: 'admin' } as const;
    const chosen = { ...grant, demoKey: 'trb_demo_operator' };
    await expect(createApiKey(first.ctx, chosen)).rejects.toMatchObject({ code: 'key_not_demo' });
    const plain = { ...grant, demoKey: 'password123' };
    await expect(createApiKey(second.ctx, plain)).rejects.toMatchObject({ code: 'key_not_demo' });
    const published = await createApiKey(second.ctx, chosen);
    expect(published).toMatchObject({ key: 'trb_demo_operator', isPublished: true });
    await expect(revokeApiKey(second.ctx, published)).rejects.toMatchObject({ code: 'key_published' });
  });
});

describe('demo personas', () => {
  test('are the demo operator’s people, only while the demo is on', async () => {
    const { membershipId, userId } = await employ(second, 'persona@example.com');
    const outsider = await employ(first, 'outsider@example.com');
    process.env.TRIBUTARY_DEMO = '0';
    expect(await listPersonas()).toEqual([]);
    process.env.TRIBUTARY_DEMO = '1';
    expect(await listPersonas()).toMatchObject([
      {
        membershipId,
        userName: 'Ewa Nowak',
        audience: 'operator',
        role: 'admin',
        partyName: 'Operator second',
      },
    ]);
    expect(await signInAsPersona({ personaId: membershipId, now: NOW })).toMatchObject({ userId });
    const foreign = signInAsPersona({ personaId: outsider.membershipId, now: NOW });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
  });
});
