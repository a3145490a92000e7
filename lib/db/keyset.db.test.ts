import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { type ListQuery, wholeList } from '@/lib/db/keyset';
import { createAccount } from '@/lib/services/accounts/create-account';
import { listAccounts } from '@/lib/services/accounts/list-accounts';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: SmallWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  world = await createSmallWorld('lists');
  for (let n = 0; n < 11; n += 1) {
    await createAccount(world.ctx, {
      customerId: world.acme.id,
      number: `N-${n}`,
      // Many share a name, so that only the id tells them apart.
      name: n % 3 === 0 ? '100%_sure' : 'Żółw & Zoë',
      currency: n % 2 === 0 ? 'EUR' : 'PLN',
      cycleSpecId: world.spec.id,
      openedOn: n % 4 === 0 ? '2026-01-01' : '2025-06-30',
    });
  }
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

async function walk(query: Partial<ListQuery>): Promise<string[]> {
  const numbers: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAccounts>> = await listAccounts(world.ctx, {
      ...wholeList,
      pageSize: 4,
      ...query,
      after,
    });
    numbers.push(...page.data.map(({ number }) => number));
    after = page.nextCursor;
  } while (after !== null);
  return numbers;
}

describe('a list page by page', () => {
  test.each(['number', 'name', 'customer', 'currency', 'openedOn'])(
    'by %s, either way, is the list as a whole: no row twice, none left out',
    async (id) => {
      for (const descending of [false, true]) {
        const sort = { id, descending };
        const whole = (await listAccounts(world.ctx, { ...wholeList, sort })).data.map(
          ({ number }) => number,
        );
        expect(whole.length).toBe(12);
        expect(await walk({ sort })).toEqual(whole);
        expect([...new Set(whole)].length).toBe(12);
      }
    },
  );

  test('searches for what is written, and filters by several values', async () => {
    expect(await walk({ q: '100%_' })).toEqual(['N-0', 'N-3', 'N-6', 'N-9']);
    expect(await walk({ q: '%' })).toEqual(['N-0', 'N-3', 'N-6', 'N-9']);
    expect(await walk({ q: 'żółw', filters: { currency: ['PLN'] } })).toEqual(['N-1', 'N-5', 'N-7']);
    expect((await walk({ filters: { currency: ['PLN', 'EUR'] } })).length).toBe(12);
    expect(await walk({ filters: { customer: ['no-uuid'] } })).toEqual([]);
  });

  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  test.each([
    ['no cursor of ours', 'nonsense'],
    ['JSON of another shape', Buffer.from('{"a":1}').toString('base64url')],
    ['of another order', cursor('-number', 'N-1', '01900000-0000-7000-8000-000000000000')],
    ['with an id that is none', cursor('number', 'N-1', "1' or '1'='1")],
    ['with a NUL', cursor('number', 'a\u0000', '01900000-0000-7000-8000-000000000000')],
  ])('refuses a cursor that is %s', async (_, after) => {
    const sort = { id: 'number', descending: false };
    await expect(listAccounts(world.ctx, { ...wholeList, sort, after })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });

  test('a day that does not exist is refused before the database sees it', async () => {
    const sort = { id: 'openedOn', descending: false };
    const after = cursor('openedOn', '2026-02-30', '01900000-0000-7000-8000-000000000000');
    await expect(listAccounts(world.ctx, { ...wholeList, sort, after })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });
});
