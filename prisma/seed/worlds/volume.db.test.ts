import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { withTenantSql } from '@/lib/db/tenant';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { actingAt } from '@/prisma/seed/builders/world';
import { buildVolume } from '@/prisma/seed/worlds/volume';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

test('every account of a volume is billed with its lines', async () => {
  const now = '2026-11-22T03:00:00.000Z';
  const { world, spec } = await buildVolume({ slug: 'volume', accounts: 120, lines: 6, now });
  const ctx = actingAt(world, now);
  const { id } = await startBillRun(ctx, { cycleId: spec.open.id });
  expect(await advanceBillRun(ctx, id)).toBe('review');
  const [counts] = await withTenantSql(
    { operatorId: world.operatorId, partnerId: null, customerId: null },
    (sql) =>
      sql.query<{ bills: bigint; held: bigint; lines: bigint; shares: bigint }>(
        `select (select count(*) from bill where state = 'draft') as bills,
           (select count(*) from bill_run_account where state = 'held') as held,
           (select count(*) from bill_line) as lines, (select count(distinct line_id) from line_share) as shares`,
      ),
  );
  // A product without usage makes no line, so account 0 has one line less.
  expect(counts).toMatchObject({ bills: 120n, held: 0n });
  expect(counts!.lines).toBe(counts!.shares);
  expect(counts!.lines).toBeGreaterThanOrEqual(719n);
});
