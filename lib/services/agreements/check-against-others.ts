import { listAgreementParties, listPaymentEdges, listSignedVersions } from '@/lib/db/agreement-drafts';
import type { Sql } from '@/lib/db/tenant';
import { findCycle } from '@/lib/domain/settlement/find-cycle';
import { type EndingVersion, planValidity } from '@/lib/domain/settlement/plan-validity';
import { AppError, invalid } from '@/lib/errors';

/**
 * Whether an agreement fits among the signed ones: no day twice for its two parties, and no way by which its money would come back to its
 * payer. Answers the version that ends when it is signed. Call with the operator's agreements locked.
 * Fails: `date_order`, `date_overlap`, `chain_cycle` with the way in words.
 */
export async function checkAgainstOthers(
  sql: Sql,
  next: {
    payerId: string;
    partnerId: string;
    validFrom: string;
    validTo: string | null;
    replacesId: string | null;
  },
): Promise<EndingVersion | null> {
  const plan = planValidity(await listSignedVersions(sql, next.payerId, next.partnerId), next);
  if (!plan.ok) {
    throw new AppError('invalid', plan.issues[0]!.code, plan.issues[0]!.message, plan.issues);
  }
  const cycle = findCycle(await listPaymentEdges(sql), next);
  if (cycle === null) return plan.value;
  const names = new Map((await listAgreementParties(sql)).map(({ id, name }) => [id, name]));
  const way = cycle.map((id) => names.get(id) ?? id).join(' → ');
  throw invalid(
    'chain_cycle',
    'partner',
    `The money would come back to who pays it: ${way}. Choose another partner.`,
  );
}
