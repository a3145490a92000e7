import { FAILPOINTS, type Failpoint } from '@/lib/failpoint';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startCohort } from '@/lib/services/bill-runs/start-cohort';
import type { Laboratory } from '../scratch/laboratory';
import { type BookDigest, digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest } from './crash-test';
import {
  issue,
  killHard,
  onRunGround,
  type RunGround,
  requireNothingLeft,
  runToIssued,
  testWorker,
  untilState,
  withWorkers,
} from './ground';
import { fileFailpoint, ingestFailpoint, recycleFailpoint } from './usage-failpoints';

const ACCOUNTS = 11;

/** What to do so that a process comes past a failpoint, by the beginning of its name. */
type Story = (context: CrashContext, failpoint: Failpoint) => Promise<void>;

const STORIES: Readonly<Record<string, Story>> = {
  'bill-run.': dieInRun,
  'cohort.issue.': dieInCohort,
  'usage.ingest.': ingestFailpoint,
  'usage-file.': fileFailpoint,
  'suspense.recycle.': recycleFailpoint,
};

/** One test for every failpoint there is; one without a story fails, so that none is forgotten. */
export function failpointTests(context: CrashContext): CrashTest[] {
  return FAILPOINTS.map((failpoint) => ({
    name: `killed at ${failpoint}: as if nothing had happened`,
    run: async () => {
      const prefix = Object.keys(STORIES).find((start) => failpoint.startsWith(start));
      if (prefix === undefined) throw new Error(`There is no story for the failpoint ${failpoint}.`);
      await STORIES[prefix]!(context, failpoint);
    },
  }));
}

/** The worker dies there; the next one finishes. */
async function dieInRun({ lab }: CrashContext, failpoint: Failpoint): Promise<void> {
  const expected = await uninterrupted(lab);
  await onRunGround(lab, ACCOUNTS, async (ground) => {
    const doomed = testWorker(ground, { failpoint });
    const done = withWorkers([doomed], () => runToIssued(ground));
    done.catch(() => {});
    const heir = await succeed(doomed, ground, failpoint);
    await withWorkers([heir], async () => {
      await done;
      await requireAsUninterrupted(ground, expected);
    });
  });
}

/** Waits for a death, and starts who goes on. Fails when nobody dies. */
async function succeed(doomed: ReturnType<typeof testWorker>, ground: RunGround, failpoint: string) {
  const late = setTimeout(() => void killHard(doomed), DEATH_TIMEOUT_MS);
  const since = performance.now();
  await doomed.exited;
  clearTimeout(late);
  if (performance.now() - since >= DEATH_TIMEOUT_MS) throw new Error(`Nobody came past ${failpoint}.`);
  return testWorker(ground);
}

const DEATH_TIMEOUT_MS = 60_000;

async function requireAsUninterrupted(ground: RunGround, expected: BookDigest): Promise<void> {
  requireEqualBooks(await digestBooks(ground.owner), expected);
  await requireSoundBooks(ground.owner);
  await requireNothingLeft(ground, ACCOUNTS);
}

/** A part of the run is issued first, and the worker that does it dies. */
async function dieInCohort({ lab }: CrashContext, failpoint: Failpoint): Promise<void> {
  cohortBooks ??= onRunGround(lab, ACCOUNTS, (ground) =>
    withWorkers([testWorker(ground)], async () => {
      await issueInParts(ground);
      return digestBooks(ground.owner);
    }),
  );
  const expected = await cohortBooks;
  await onRunGround(lab, ACCOUNTS, async (ground) => {
    const doomed = testWorker(ground, { failpoint });
    const done = withWorkers([doomed], () => issueInParts(ground));
    done.catch(() => {});
    const heir = await succeed(doomed, ground, failpoint);
    await withWorkers([heir], async () => {
      await done;
      requireEqualBooks(await digestBooks(ground.owner), expected);
      await requireSoundBooks(ground.owner);
    });
  });
}

async function issueInParts(ground: RunGround): Promise<void> {
  const { id } = await startBillRun(ground.ctx, { cycleId: ground.cycleId });
  await untilState(ground, id, ['review']);
  await startCohort(ground.ctx, id, { filter: {}, first: 7 });
  await untilState(ground, id, ['issuing_cohort']);
  await untilState(ground, id, ['review']);
  await issue(ground, id);
}

let cohortBooks: Promise<BookDigest> | undefined;
const books = new Map<number, Promise<BookDigest>>();

/** The books of the same world, done without trouble; computed once for each size. */
export function uninterrupted(lab: Laboratory, accounts = ACCOUNTS): Promise<BookDigest> {
  const known = books.get(accounts);
  if (known) return known;
  const made = onRunGround(lab, accounts, (ground) =>
    withWorkers([testWorker(ground)], async () => {
      await runToIssued(ground);
      await requireSoundBooks(ground.owner);
      return digestBooks(ground.owner);
    }),
  );
  books.set(accounts, made);
  return made;
}
