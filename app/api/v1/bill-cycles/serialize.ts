import { cycleBody } from '@/lib/schemas/api/bill-cycles';
import type { CycleView } from '@/lib/services/cycles/cycle-view';

export function cycleAnswer(cycle: CycleView) {
  const {
    id,
    specName: name,
    frequency,
    timeZone,
    periodFrom,
    periodTo,
    cutOffAt,
    phase,
    state,
    run,
  } = cycle;
  const { accounts, drafts, held, approved, issued, missingPartners } = cycle;
  return cycleBody.parse({
    id,
    name,
    frequency,
    timeZone,
    period: { from: periodFrom, to: periodTo },
    cutOffAt,
    phase,
    state,
    accounts,
    bills: { drafts, held, approved, issued },
    missingPartners: missingPartners.map(({ slug }) => slug),
    run,
  });
}
