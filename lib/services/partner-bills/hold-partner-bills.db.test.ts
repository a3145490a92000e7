import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { focusColumns, focusFile } from '@/lib/integrations/partner-bills/focus.fixture';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import type { ServiceContext } from '@/lib/services/context';
import { acceptPartnerBill } from '@/lib/services/partner-bills/accept-partner-bill';
import { type CloudWorld, cloudWorld } from '@/lib/services/partner-bills/partner-bills.fixture';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: CloudWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  world = await cloudWorld('held');
});
afterAll(async () => {
  await disconnect();
  await database.drop();
});

const mappings = [{ level: 'payer' as const, externalAccount: 'payer-1', billingAccount: 'ACC-USD-1' }];

const send = (ctx: ServiceContext, name: string, onRows?: () => Promise<void>, partner = 'cumulus') =>
  receivePartnerBill(ctx, {
    ...{ partner, cycle: world.cycle, externalId: name, format: 'focus-1.0', fileName: null },
    bytes: focusFile([{ Id: name }], [...focusColumns, 'Id']),
    ...(onRows && { onRows }),
  });

test('while a bill is read, whoever asks for the same partner is told to come again, and jobs wait', async () => {
  const waiting = await send(world.partner, 'before');
  let release = () => {};
  const gate = new Promise<void>((open) => {
    release = open;
  });
  let reached = () => {};
  const isReading = new Promise<void>((now) => {
    reached = now;
  });
  const large = send(world.operator, 'large', () => {
    reached();
    return gate;
  });
  await isReading;
  let isJobDone = false;
  const job = send(world.operator, 'by a job').finally(() => {
    isJobDone = true;
  });

  const person = { ...world.operator, actor: { ...world.operator.actor, kind: 'user' as const } };
  const asked = await Promise.allSettled([
    send(world.partner, 'small'),
    setAccountMappings(person, { partner: 'cumulus', mappings }),
    acceptPartnerBill(person, waiting.bill.id, { reason: 'right' }),
  ]);
  const wasJobDone = isJobDone;
  release();
  expect(asked.map((one) => one.status === 'rejected' && one.reason)).toEqual(
    Array(3).fill(
      expect.objectContaining({
        kind: 'conflict',
        code: 'partner_bills_busy',
        message: expect.stringContaining('Try again in a moment.'),
        issues: [expect.objectContaining({ code: 'retry_after', path: '15' })],
      }),
    ),
  );
  expect(wasJobDone).toBe(false);
  expect([(await large).created, (await job).created]).toEqual([true, true]);
  expect((await send(world.partner, 'small')).created).toBe(true);
});
