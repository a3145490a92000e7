import { listAgreementParties, listPaymentEdges, listSignedVersions } from '@/lib/db/agreement-drafts';
import type { Sql } from '@/lib/db/tenant';
import { findCycle } from '@/lib/domain/settlement/find-cycle';
import { type EndingVersion, planValidity } from '@/lib/domain/settlement/plan-validity';
import { AppError, invalid } from '@/lib/errors';
import { type NextVersion, requireWithinWhole } from '@/lib/services/agreements/require-within-whole';

/**
 * Whether an agreement fits among the signed ones: no day twice for its two parties, no way by which its money would come back to its
 * payer, and in no chain more than the whole to those whom its payer pays. Answers the version that ends when it is signed. Call with the
 * operator's agreements locked; `isOperators`: who asks may know of everybody.
 * Fails: `date_order`, `date_overlap`, `chain_cycle` with the way in words, `shares_above_whole`.
 */
export async function checkAgainstOthers(
  sql: Sql,
  next: NextVersion,
  { isOperators } = { isOperators: true },
): Promise<EndingVersion | null> {
  const plan = planValidity(await listSignedVersions(sql, next.payerId, next.partnerId), next);
  if (!plan.ok) {
    throw new AppError('invalid', plan.issues[0]!.code, plan.issues[0]!.message, plan.issues);
  }
  const cycle = findCycle(await listPaymentEdges(sql), next);
  if (cycle === null) {
    await requireWithinWhole(sql, next, { isOperators });
    return plan.value;
  }
  const names = new Map((await listAgreementParties(sql)).map(({ id, name }) => [id, name]));
  const way = cycle.map((id) => names.get(id) ?? id).join(' → ');
  throw invalid(
    'chain_cycle',
    'partner',
    `The money would come back to who pays it: ${way}. Choose another partner.`,
  );
}
