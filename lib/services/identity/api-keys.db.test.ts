import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorFromRequest } from '@/lib/auth/request-actor';
import { connectAs, disconnect } from '@/lib/db/client';
import type { Actor } from '@/lib/domain/access/actor';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { listPersonas, signInAsPersona } from '@/lib/services/identity/demo-world';
import { revokeApiKey } from '@/lib/services/identity/revoke-api-key';
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
    await expect(ask(`Bearer ${key}`)).rejects.toMatchObject({ code: 'invalid_key' });
  });

  test('is made by a partner for itself alone, and by no viewer', async () => {
    const actor: Actor = {
      kind: 'user',
      id: crypto.randomUUID(),
      name: 'Partner admin',
      operatorId: first.operatorId,
      audience: 'partner',
      partyId: first.partnerId,
      role: 'admin',
    };
    const ctx = { actor, now: NOW };
    const own = { name: 'own', audience: 'partner', partyId: first.partnerId, role: 'viewer' } as const;
    const { id } = await createApiKey(ctx, own);
    const above = { name: 'above', audience: 'operator', partyId: null, role: 'admin' } as const;
    await expect(createApiKey(ctx, above)).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = { ...actor, partyId: first.customerId };
    await expect(revokeApiKey({ actor: foreign, now: NOW }, { id })).rejects.toMatchObject({
      kind: 'not_found',
    });
    const viewer = { actor: { ...actor, role: 'viewer' as const }, now: NOW };
    await expect(createApiKey(viewer, own)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('has a name of its own choice in a demo, and nowhere else', async () => {
    const grant = { name: 'demo', audience: 'operator', partyId: null, role: 'admin' } as const;
    const chosen = { ...grant, demoKey: 'trb_demo_operator' };
    await expect(createApiKey(first.ctx, chosen)).rejects.toMatchObject({ code: 'key_not_demo' });
    const plain = { ...grant, demoKey: 'password123' };
    await expect(createApiKey(second.ctx, plain)).rejects.toMatchObject({ code: 'key_not_demo' });
    expect(await createApiKey(second.ctx, chosen)).toMatchObject({ key: 'trb_demo_operator' });
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
