import { FAILPOINTS, type Failpoint } from '@/lib/failpoint';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startCohort } from '@/lib/services/bill-runs/start-cohort';
import type { Laboratory } from '../scratch/laboratory';
import type { Child } from '../stack/child';
import { type BookDigest, digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import {
  issue,
  onRunGround,
  type RunGround,
  requireNothingLeft,
  runToIssued,
  testWorker,
  untilDead,
  untilState,
  withWorkers,
} from './ground';
import { dieInSettlement } from './settlement-failpoints';
import { fileFailpoint, ingestFailpoint, recycleFailpoint } from './usage-failpoints';

const ACCOUNTS = 11;

/** What to do so that a process comes past a failpoint, by the beginning of its name. */
type Story = (context: CrashContext, failpoint: Failpoint) => Promise<void>;

const RUN = 'bill-run.';

const STORIES: Readonly<Record<string, Story>> = {
  [RUN]: dieInRun,
  'cohort.issue.': dieInCohort,
  'settlement-run.': dieInSettlement,
  'usage.ingest.': ingestFailpoint,
  'usage-file.': fileFailpoint,
  'suspense.recycle.': recycleFailpoint,
};

/** The readers of files are killed at these by their own database tests, in `npm test`. */
const KILLED_IN_THEIR_TESTS = ['partner-bill-import.', 'bank-file.'];

/** One test for every failpoint there is; one without a story fails, so that none is forgotten. Quick takes a run's in a row. */
export function failpointTests(context: CrashContext): CrashTest[] {
  const here = FAILPOINTS.filter((name) => !KILLED_IN_THEIR_TESTS.some((start) => name.startsWith(start)));
  const single = here.filter((failpoint) => !context.quick || !failpoint.startsWith(RUN));
  const tests = single.map((failpoint) => ({
    name: `killed at ${failpoint}: as if nothing had happened`,
    run: async () => {
      const prefix = Object.keys(STORIES).find((start) => failpoint.startsWith(start));
      if (prefix === undefined) throw new Error(`There is no story for the failpoint ${failpoint}.`);
      await STORIES[prefix]!(context, failpoint);
      return { kills: 1 };
    },
  }));
  if (!context.quick) return tests;
  const ofRun = FAILPOINTS.filter((failpoint) => failpoint.startsWith(RUN));
  const name = `killed at each of ${ofRun.length} steps of a run and its issue, one after the other: as if nothing had happened`;
  return [{ name, run: () => dieAtEach(context, ofRun) }, ...tests];
}

/** One run, and as many workers as it has steps: each dies at the next of them. */
async function dieAtEach({ lab }: CrashContext, failpoints: readonly Failpoint[]): Promise<Figures> {
  const expected = await uninterrupted(lab);
  await onRunGround(lab, ACCOUNTS, async (ground) => {
    const done = runToIssued(ground);
    done.catch(() => {});
    for (const failpoint of failpoints) await untilDead(testWorker(ground, { failpoint }), failpoint);
    await withWorkers([testWorker(ground)], async () => {
      await done;
      await requireAsUninterrupted(ground, expected);
    });
  });
  return { kills: failpoints.length };
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

async function succeed(doomed: Child, ground: RunGround, failpoint: Failpoint): Promise<Child> {
  await untilDead(doomed, failpoint);
  return testWorker(ground);
}

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
