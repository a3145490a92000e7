import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import type { SeededCycle } from '@/prisma/seed/builders/cycles';
import { actingAt, type World } from '@/prisma/seed/builders/world';

/** Runs, approves and issues a cycle as the operator and its workers do, on the morning it was due. */
export async function issueCycle(world: World, cycle: SeededCycle): Promise<void> {
  const ctx = actingAt(world, cycle.runAt);
  const { id } = await startBillRun(ctx, { cycleId: cycle.id });
  const reviewed = await advanceBillRun(ctx, id);
  if (reviewed !== 'review') throw new Error(`The run of ${cycle.period.from} is ${reviewed}, not in review`);
  await approveBillRun(ctx, id);
  const issued = await issueBillRun(ctx, id);
  if (issued !== 'issued') throw new Error(`The run of ${cycle.period.from} is ${issued}, not issued`);
}
