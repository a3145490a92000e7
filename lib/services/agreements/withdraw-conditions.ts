import { findConditionsRow } from '@/lib/db/agreement-conditions';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { findParty } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { civilDateAt } from '@/lib/domain/period/zone';
import { conflict, notFound } from '@/lib/errors';
import { type ConditionsView, getConditions } from '@/lib/services/agreements/change-conditions';
import { takeBackAnnounced } from '@/lib/services/agreements/take-back-announced';
import { authorise, type ServiceContext } from '@/lib/services/context';

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
    const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    const agreement = await findConditionsRow(sql, partner.id, today, { lock: true });
    const taken =
      agreement &&
      (await takeBackAnnounced(sql, ctx, {
        ...{ id: change, agreementId: agreement.agreementId },
        ...{ partner, today },
      }));
    if (!taken) {
      throw conflict('holds_already', 'Nothing like this is announced: it holds already, or was taken back.');
    }
  });
  return getConditions(ctx, idOrSlug);
}
