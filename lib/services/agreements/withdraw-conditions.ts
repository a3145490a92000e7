import { findConditionsRow } from '@/lib/db/agreement-conditions';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { appendEvent } from '@/lib/db/outbox';
import { findParty } from '@/lib/db/parties';
import { withdrawAnnounced } from '@/lib/db/payout-condition-changes';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { civilDateAt } from '@/lib/domain/period/zone';
import { conflict, notFound } from '@/lib/errors';
import { type ConditionsView, getConditions } from '@/lib/services/agreements/change-conditions';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

/**
 * Takes back what was announced to a partner about how it is paid, before it holds. On record, and the partner is told.
 * Fails: `not_found`, `holds_already` (also: there is no such).
 */
export async function withdrawConditions(
  ctx: ServiceContext,
  { partner: idOrSlug, change }: { partner: string; change: string },
): Promise<ConditionsView> {
  authorise(ctx, 'agreement.manage');
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const partner = await findParty(sql, 'partner', idOrSlug);
    if (!partner) throw notFound('The partner');
    const on = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    const agreement = await findConditionsRow(sql, partner.id, on, { lock: true });
    const by = { by: actorName(ctx.actor), at: ctx.now };
    const withdrawn = await withdrawAnnounced(sql, { partnerId: partner.id, id: change, on }, by);
    if (!agreement || !withdrawn) {
      throw conflict('holds_already', 'Nothing like this is announced: it holds already, or was taken back.');
    }
    const entity = { entityType: 'agreement', entityId: agreement.agreementId };
    const { holdsFrom, change: after } = withdrawn;
    const action = 'payout-conditions.withdrawn';
    await appendAudit(sql, ctx.actor, { action, ...entity, before: { ...after, holdsFrom } });
    await appendEvent(sql, ctx.actor.operatorId, {
      ...{ type: action, ...entity },
      payload: { change, agreementId: agreement.agreementId, partner: partner.slug, holdsFrom, after },
      partyIds: [partner.id],
    });
  });
  return getConditions(ctx, idOrSlug);
}
