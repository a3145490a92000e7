import { appendAudit } from '@/lib/db/audit';
import { noteReceivedBill } from '@/lib/db/expectations';
import { appendEvent } from '@/lib/db/outbox';
import { decidePartnerBill } from '@/lib/db/partner-bills';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { type PartnerBillView, viewPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { recheckDuplicates } from '@/lib/services/partner-bills/recheck-duplicates';
import { takePlace } from '@/lib/services/partner-bills/take-place';
import { requireReason, takeWaitingBill } from '@/lib/services/partner-bills/waiting-bill';
import { retrying } from '@/lib/services/retrying';

/**
 * A person's word that a bill which waits may be billed, its rejected lines left out; those that wait for a mapping join it later.
 * A correction takes the place of what it replaces. The partner is told.
 * Fails: `not_found`, `partner_bills_busy`, `wrong_state`, `nothing_to_accept`, `reason_missing`.
 */
export async function acceptPartnerBill(
  ctx: ServiceContext,
  id: string,
  input: { reason: string },
): Promise<PartnerBillView> {
  authorise(ctx, 'partner-bill.decide');
  const reason = requireReason(input.reason);
  const { operatorId } = ctx.actor;
  await retrying(() =>
    withTenantSql(scopeOf(ctx.actor), async (sql) => {
      const bill = await takeWaitingBill(sql, ctx.actor, id, 'accept');
      if (bill.lines.accepted === 0) {
        const message = `No row of "${bill.externalId}" can be billed yet. Map the accounts it names, or reject it.`;
        throw conflict('nothing_to_accept', message);
      }
      const { originalId } = bill;
      const ids = { partnerId: bill.partner.id, cycleId: bill.cycle.id };
      await decidePartnerBill(sql, id, { state: 'accepted', by: actorName(ctx.actor), at: ctx.now, reason });
      if (originalId !== null) {
        await takePlace(sql, { operatorId, id, partnerId: ids.partnerId, originalId });
        await recheckDuplicates(sql, operatorId, { id, ...ids });
      }
      await noteReceivedBill(sql, ids);
      const entity = { entityType: 'partner_bill', entityId: id };
      const after = { ...ids, externalId: bill.externalId, state: 'accepted', lines: bill.lines, reason };
      const before = { state: bill.state };
      await appendAudit(sql, ctx.actor, { action: 'partner-bill.accepted', ...entity, before, after });
      const event = { type: 'partner-bill.accepted', ...entity, payload: after, partyIds: [ids.partnerId] };
      await appendEvent(sql, operatorId, event);
    }),
  );
  return viewPartnerBill(ctx, id);
}
