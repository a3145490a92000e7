import { noteReceivedBill } from '@/lib/db/expectations';
import { saveBillNames } from '@/lib/db/mapping-queue';
import { rejectAcceptedLines } from '@/lib/db/partner-bill-lines';
import { savePartnerBillOutcome } from '@/lib/db/partner-bills';
import type { Sql } from '@/lib/db/tenant';
import type { PartnerBillReport } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import type { PartnerBillState } from '@/lib/domain/billing/state';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { comparePartnerBill } from '@/lib/services/differences/compare-partner-bill';
import {
  type AcceptanceRule,
  decideBillState,
  isBillRefused,
} from '@/lib/services/partner-bills/decide-bill-state';
import { takePlace } from '@/lib/services/partner-bills/take-place';

export type JudgedBill = {
  operatorId: string;
  id: string;
  partnerId: string;
  cycleId: string;
  /** The first of the bills that this one corrects; null of one that corrects none. */
  originalId: string | null;
  state: PartnerBillState;
};

/**
 * Writes what validation found, and the state that follows from it: of a refused bill not one line is accepted, and an accepted
 * correction takes its place.
 */
export async function saveReport(
  sql: Sql,
  bill: JudgedBill,
  report: PartnerBillReport,
  rule: { hasWaitingLines: boolean; acceptance: AcceptanceRule },
): Promise<PartnerBillState> {
  const state = decideBillState(bill.state, report, rule);
  const refused = state === 'rejected' && isBillRefused(report);
  if (refused) await rejectAcceptedLines(sql, bill.id);
  const { received, accepted, rejected, duplicate } = report.lines;
  await savePartnerBillOutcome(sql, bill.operatorId, bill.id, {
    state,
    lines: refused ? { received, accepted: 0, rejected: rejected + accepted, duplicate } : report.lines,
    totals: report.totals.map((total) => ({
      currency: total.currency,
      stated: total.stated === null ? null : formatDecimal(total.stated),
      received: formatDecimal(total.received),
      accepted: refused ? '0' : formatDecimal(total.accepted),
    })),
    issues: report.issues,
  });
  await saveBillNames(sql, bill.operatorId, bill.id);
  if (state === 'accepted' && bill.originalId !== null)
    await takePlace(sql, { ...bill, originalId: bill.originalId });
  await comparePartnerBill(sql, bill.operatorId, bill.id);
  await noteReceivedBill(sql, bill);
  return state;
}
