import { listSignedPairs } from '@/lib/db/agreement-drafts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** An agreement that a chain can go on with: who pays, and who is paid. */
export type ChainChoice = { id: string; payerId: string; partnerId: string; partnerName: string };

/** The signed agreements that chains are put together of; any version stands for all of its two parties. */
export async function chainChoices(ctx: ServiceContext): Promise<ChainChoice[]> {
  authorise(ctx, 'agreement.manage');
  return withTenantSql(scopeOf(ctx.actor), listSignedPairs);
}
