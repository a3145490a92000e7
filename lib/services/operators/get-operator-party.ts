import { findOperator } from '@/lib/db/operators';
import { findParty, type PartyRow } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';

/** The operator's own legal entity, as documents name it; everyone in the operator's world may know it. */
export async function getOperatorParty(ctx: ServiceContext): Promise<PartyRow> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const operator = await findOperator(sql);
    const party = operator && (await findParty(sql, 'operator', operator.partyId));
    if (!party) throw new Error(`The operator ${ctx.actor.operatorId} has no legal entity`);
    return party;
  });
}
