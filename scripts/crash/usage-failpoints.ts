import { setTimeout as sleep } from 'node:timers/promises';
import type { Failpoint } from '@/lib/failpoint';
import { createProduct } from '@/lib/services/products/create-product';
import { startRecycle } from '@/lib/services/suspense/start-recycle';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { Connections } from '../bench/http';
import type { CrashContext } from './crash-test';
import { killHard, testWorker, untilDead, withWorkers } from './ground';
import { fileLines, isFileRead } from './usage-file';
import {
  inBatches,
  makeEvents,
  onUsageGround,
  requireUsage,
  sendUntilAnswered,
  startUsageServer,
  type UsageGround,
} from './usage-ground';

/** The server dies in the second batch; its client sends that again to the next one. */
export function ingestFailpoint({ lab }: CrashContext, failpoint: Failpoint): Promise<void> {
  return onUsageGround(lab, async (ground) => {
    const events = makeEvents(300);
    const connections = new Connections(1);
    const doomed = await startUsageServer(ground, { failpoint: `${failpoint}:2` });
    const port = Number(new URL(doomed.url).port);
    let heir: Awaited<ReturnType<typeof startUsageServer>> | undefined;
    const succession = doomed.child.exited.then(async () => {
      heir = await startUsageServer(ground, { port });
    });
    try {
      for (const batch of inBatches(events, 100)) {
        await sendUntilAnswered(connections, () => doomed.url, ground.key, batch);
      }
      if (heir === undefined) throw new Error(`Nobody came past ${failpoint}.`);
      await requireUsage(ground, events);
    } finally {
      connections.close();
      await killHard(doomed.child);
      await succession;
      if (heir) await killHard(heir.child);
    }
  });
}

/** The worker dies in the second batch of a file; the next goes on where the last whole one ended. */
export function fileFailpoint({ lab }: CrashContext, failpoint: Failpoint): Promise<void> {
  return onUsageGround(lab, async (ground) => {
    const events = makeEvents(9000);
    const { file } = await receiveUsageFile(ground.ctx, {
      name: 'usage.jsonl',
      format: null,
      mapping: null,
      partner: null,
      bytes: fileLines(events),
    });
    await dieAndSucceed(ground, `${failpoint}:2`, () => isFileRead(ground, file.id));
    await requireUsage(ground, events);
  });
}

/** Usage waits for a product; once it is there a job takes what waits, and its worker dies in the first chunk. */
export function recycleFailpoint({ lab }: CrashContext, failpoint: Failpoint): Promise<void> {
  return onUsageGround(lab, async (ground) => {
    const events = makeEvents(1500).map((event) => ({ ...event, subject: 'V-late' }));
    const connections = new Connections(1);
    const server = await startUsageServer(ground);
    try {
      for (const batch of inBatches(events, 500)) {
        await sendUntilAnswered(connections, () => server.url, ground.key, batch);
      }
    } finally {
      connections.close();
      await killHard(server.child);
    }
    await makeLateProduct(ground);
    const recycle = await startRecycle(ground.ctx, {}, { above: 0 });
    await dieAndSucceed(ground, failpoint, async () => {
      const { rows } = await ground.owner.query<{ state: string; failure: string | null }>(
        'select state, failure from suspense_recycle where id = $1',
        [recycle!.id],
      );
      if (rows[0]!.state === 'failed') throw new Error(`The recycle failed: ${rows[0]!.failure}`);
      return rows[0]!.state === 'done';
    });
    await requireUsage(ground, events);
  });
}

async function makeLateProduct({ ctx, owner, volume }: UsageGround): Promise<void> {
  const { rows } = await owner.query<{ accountId: string; offeringId: string; startedOn: string }>(
    `select p.billing_account_id as "accountId", p.offering_id as "offeringId", p.started_on::text as "startedOn"
     from product p where p.operator_id = $1 and p.reference = 'V-0-2'`,
    [volume.world.operatorId],
  );
  const { accountId, offeringId, startedOn } = rows[0]!;
  await createProduct(ctx, {
    billingAccountId: accountId,
    offeringId,
    name: 'Late',
    reference: 'V-late',
    startedOn,
  });
}

const END_TIMEOUT_MS = 60_000;

async function dieAndSucceed(
  ground: UsageGround,
  failpoint: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const doomed = testWorker(ground, { failpoint });
  await untilDead(doomed, failpoint);
  await withWorkers([testWorker(ground)], async () => {
    const until = Date.now() + END_TIMEOUT_MS;
    while (!(await isDone())) {
      if (Date.now() > until) throw new Error(`After ${failpoint} the work did not come to its end.`);
      await sleep(50);
    }
  });
}
