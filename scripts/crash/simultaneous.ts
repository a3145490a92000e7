import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest } from './crash-test';
import { uninterrupted } from './failpoint-tests';
import { issue, onRunGround, requireNothingLeft, testWorker, untilState, withWorkers } from './ground';

const ACCOUNTS = 40;

/** So many ask for a run of one cycle at once, and so many workers share it. */
export function simultaneousTests({ lab, quick }: CrashContext): CrashTest[] {
  return (quick ? [2, 8] : [2, 3, 4, 5, 6, 7, 8]).map((count) => ({
    name: `${count} runs of one cycle asked for at once, ${count} workers`,
    run: async () => {
      const expected = await uninterrupted(lab, ACCOUNTS);
      await onRunGround(lab, ACCOUNTS, (ground) =>
        withWorkers(
          Array.from({ length: count }, () => testWorker(ground, { chunk: 1 })),
          async () => {
            const asked = await Promise.allSettled(
              Array.from({ length: count }, () => startBillRun(ground.ctx, { cycleId: ground.cycleId })),
            );
            const [run, ...others] = asked.flatMap((answer) =>
              answer.status === 'fulfilled' ? [answer.value] : [],
            );
            const refusals = asked.flatMap((answer) =>
              answer.status === 'rejected' ? [(answer.reason as { code?: string }).code] : [],
            );
            if (!run || others.length > 0 || refusals.some((code) => code !== 'run_in_progress')) {
              throw new Error(`${others.length + 1} runs began; refused: ${refusals.join(', ')}`);
            }
            await untilState(ground, run.id, ['review']);
            await issue(ground, run.id);
            requireEqualBooks(await digestBooks(ground.owner), expected);
            await requireSoundBooks(ground.owner);
            await requireNothingLeft(ground, ACCOUNTS);
          },
        ),
      );
      return { accounts: ACCOUNTS };
    },
  }));
}
