import { findOperator } from '@/lib/db/operators';
import { findParty } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';

/** Whose usage it is: a partner, held to its own products, or the operator's own party (`supplierId` null). */
export type UsageSender = { id: string; slug: string; name: string; supplierId: string | null };

/**
 * Who sends: the partner who asks, the one an operator names (id or short name), or the operator itself. A partner names no
 * other. Fails: `not_found`.
 */
export const findUsageSender = (ctx: ServiceContext, named: string | null): Promise<UsageSender> =>
  withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const { actor } = ctx;
    const isPartner = actor.audience === 'partner';
    const wanted = named ?? (isPartner ? actor.partyId : null);
    const party =
      wanted === null
        ? await findParty(sql, 'operator', (await findOperator(sql))!.partyId)
        : await findParty(sql, 'partner', wanted);
    if (!party || (isPartner && party.id !== actor.partyId)) throw notFound('The partner');
    const { id, slug, name } = party;
    return { id, slug, name, supplierId: party.kind === 'partner' ? id : null };
  });
