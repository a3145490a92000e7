import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '@/lib/domain/access/actor';
import type { Failpoint } from '@/lib/failpoint';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { dumpSettled } from '@/lib/services/settlement-runs/settled-books.fixture';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import type { Laboratory } from '../scratch/laboratory';
import { requireSoundBooks } from './books';
import type { CrashContext } from './crash-test';
import {
  onRunGround,
  type RunGround,
  runToIssued,
  testWorker,
  untilDead,
  untilState,
  withWorkers,
} from './ground';

const ACCOUNTS = 11;

/** A settlement's worker dies there; the next one finishes, and payouts, rows and books are those of one that nobody killed. */
export async function dieInSettlement({ lab }: CrashContext, failpoint: Failpoint): Promise<void> {
  const expected = await uninterrupted(lab);
  await onIssued(lab, async (ground) => {
    const doomed = testWorker(ground, { failpoint });
    const done = withWorkers([doomed], () => settle(ground));
    done.catch(() => {});
    await untilDead(doomed, failpoint);
    await withWorkers([testWorker(ground)], async () => {
      await done;
      const found = await dumpSettled(ground.owner, ground.world.operatorId);
      if (!isDeepStrictEqual(found, expected)) {
        throw new Error('The payouts differ from those of an uninterrupted settlement');
      }
      await requireSoundBooks(ground.owner);
    });
  });
}

type Settled = Awaited<ReturnType<typeof dumpSettled>>;
let books: Promise<Settled> | undefined;

function uninterrupted(lab: Laboratory): Promise<Settled> {
  books ??= onIssued(lab, (ground) =>
    withWorkers([testWorker(ground)], async () => {
      await settle(ground);
      return dumpSettled(ground.owner, ground.world.operatorId);
    }),
  );
  return books;
}

const onIssued = <T>(lab: Laboratory, work: (ground: RunGround) => Promise<T>): Promise<T> =>
  onRunGround(lab, ACCOUNTS, async (ground) => {
    await withWorkers([testWorker(ground)], () => runToIssued(ground));
    return work(ground);
  });

async function settle(ground: RunGround): Promise<void> {
  const { id } = await startSettlementRun(person(ground, 'ewa'), { through: ground.ctx.now.slice(0, 10) });
  await untilState(ground, id, ['review'], 'settlement_run');
  await approveSettlementRun(person(ground, 'marek'), id);
  await untilState(ground, id, ['done', 'partly'], 'settlement_run');
}

const person = ({ ctx }: RunGround, id: string) => ({
  ...ctx,
  actor: { ...ctx.actor, kind: 'user', id, name: id } satisfies Actor,
});
