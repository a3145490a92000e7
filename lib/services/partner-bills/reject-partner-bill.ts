import { appendAudit } from '@/lib/db/audit';
import { noteReceivedBill } from '@/lib/db/expectations';
import { saveBillNames } from '@/lib/db/mapping-queue';
import { appendEvent } from '@/lib/db/outbox';
import { rejectAcceptedLines } from '@/lib/db/partner-bill-lines';
import { decidePartnerBill, rejectBillAmounts } from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { type PartnerBillView, viewPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { recheckDuplicates } from '@/lib/services/partner-bills/recheck-duplicates';
import { requireReason, takeWaitingBill } from '@/lib/services/partner-bills/waiting-bill';
import { retrying } from '@/lib/services/retrying';

/**
 * A person's word that nothing of a bill which waits is billed. The partner reads the reason among the findings, and sends a
 * corrected bill; what this one was to replace stands. Fails: `not_found`, `partner_bills_busy`, `wrong_state`, `reason_missing`.
 */
export async function rejectPartnerBill(
  ctx: ServiceContext,
  id: string,
  input: { reason: string },
): Promise<PartnerBillView> {
  authorise(ctx, 'partner-bill.decide');
  const reason = requireReason(input.reason);
  const { operatorId } = ctx.actor;
  await retrying(() =>
    withTenantSql(scopeOf(ctx.actor), async (sql) => {
      const bill = await takeWaitingBill(sql, ctx.actor, id, 'reject');
      const ids = { partnerId: bill.partner.id, cycleId: bill.cycle.id };
      await rejectAcceptedLines(sql, id);
      await rejectBillAmounts(sql, operatorId, id, {
        code: 'rejected_by_person',
        message: `Rejected: ${/[.!?]$/.test(reason) ? reason : `${reason}.`} Nothing of it is billed: send a corrected bill that replaces it.`,
      });
      await decidePartnerBill(sql, id, { state: 'rejected', by: actorName(ctx.actor), at: ctx.now, reason });
      await saveBillNames(sql, operatorId, id);
      await recheckDuplicates(sql, operatorId, { id, ...ids });
      await noteReceivedBill(sql, ids);
      const entity = { entityType: 'partner_bill', entityId: id };
      const after = { ...ids, externalId: bill.externalId, state: 'rejected', reason };
      const before = { state: bill.state };
      await appendAudit(sql, ctx.actor, { action: 'partner-bill.rejected', ...entity, before, after });
      const event = { type: 'partner-bill.rejected', ...entity, payload: after, partyIds: [ids.partnerId] };
      await appendEvent(sql, operatorId, event);
    }),
  );
  return viewPartnerBill(ctx, id);
}
