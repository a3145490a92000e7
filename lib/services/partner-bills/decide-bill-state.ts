import type { PartnerBillReport } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import {
  PARTNER_BILL,
  type PartnerBillEvent,
  type PartnerBillState,
  transition,
} from '@/lib/domain/billing/state';

/**
 * Who accepts a bill, by its agreement: `automatic`, the rule alone, with or without rejected lines; `whole`, the rule as long as
 * no line is rejected and no amount is beyond a tolerance; `by_person`, always somebody.
 */
export type AcceptanceRule = 'automatic' | 'whole' | 'by_person';

/**
 * What becomes of a bill once its lines are judged. Accepted when some are good, nothing is wrong with the bill as a whole and the
 * agreement leaves it to the rule; rejected when something is wrong, or when no line is good and none can become so; else
 * validated: it waits, for its lines or for a person. An accepted bill stays so, whatever its lines do after.
 */
export function decideBillState(
  state: PartnerBillState,
  report: PartnerBillReport,
  { hasWaitingLines, acceptance }: { hasWaitingLines: boolean; acceptance: AcceptanceRule },
): PartnerBillState {
  if (state === 'accepted') return step(state, 'recycle');
  const validated = step(state, 'validate');
  if (report.acceptable) return isLeftToRule(report, acceptance) ? step(validated, 'accept') : validated;
  return hasWaitingLines && !isBillRefused(report) ? validated : step(validated, 'reject');
}

function isLeftToRule({ lines, issues }: PartnerBillReport, acceptance: AcceptanceRule): boolean {
  if (acceptance !== 'whole') return acceptance === 'automatic';
  return lines.rejected === 0 && !issues.some(({ code }) => BEYOND_TOLERANCE.has(code));
}

const BEYOND_TOLERANCE: ReadonlySet<string> = new Set(['amount_far_from_history', 'differs_from_expected']);

/** Whether the bill as a whole is wrong, so that not even its good lines may be billed. */
export const isBillRefused = ({ issues }: PartnerBillReport): boolean =>
  issues.some(({ severity, lineNo }) => severity === 'error' && lineNo === null);

function step(state: PartnerBillState, event: PartnerBillEvent): PartnerBillState {
  const next = transition(PARTNER_BILL, state, event);
  if (!next.ok) throw new Error(next.issues.map(({ message }) => message).join(' '));
  return next.value;
}
