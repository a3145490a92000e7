import type { PartnerBillReport } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import {
  PARTNER_BILL,
  type PartnerBillEvent,
  type PartnerBillState,
  transition,
} from '@/lib/domain/billing/state';

/**
 * What becomes of a bill once its lines are judged. Accepted when some are good and nothing is wrong with the bill as
 * a whole; rejected when something is, or when no line is good and none can become so; else validated: it waits with
 * its lines. An accepted bill stays so, whatever its lines do after.
 */
export function decideBillState(
  state: PartnerBillState,
  report: PartnerBillReport,
  hasWaitingLines: boolean,
): PartnerBillState {
  if (state === 'accepted') return step(state, 'recycle');
  const validated = step(state, 'validate');
  if (report.acceptable) return step(validated, 'accept');
  return hasWaitingLines && !isBillRefused(report) ? validated : step(validated, 'reject');
}

/** Whether the bill as a whole is wrong, so that not even its good lines may be billed. */
export const isBillRefused = ({ issues }: PartnerBillReport): boolean =>
  issues.some(({ severity, lineNo }) => severity === 'error' && lineNo === null);

function step(state: PartnerBillState, event: PartnerBillEvent): PartnerBillState {
  const next = transition(PARTNER_BILL, state, event);
  if (!next.ok) throw new Error(next.issues.map(({ message }) => message).join(' '));
  return next.value;
}
