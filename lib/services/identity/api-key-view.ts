import type { ApiKeyRow } from '@/lib/db/api-keys';
import { findOperator } from '@/lib/db/operators';
import type { Sql } from '@/lib/db/tenant';
import type { ServiceContext } from '@/lib/services/context';

/** A key as a reader sees it: all but its secret, which nobody has but its holder. */
export type ApiKeyView = Omit<ApiKeyRow, 'partyId' | 'makerAudience'>;

/** To a party the operator's people are the operator, as elsewhere. */
export async function apiKeyViews(
  sql: Sql,
  ctx: ServiceContext,
  rows: readonly ApiKeyRow[],
): Promise<ApiKeyView[]> {
  const { audience } = ctx.actor;
  const house = audience === 'operator' ? null : (await findOperator(sql))!.name;
  return rows.map(({ partyId: _, makerAudience, createdBy, ...key }) => ({
    ...key,
    createdBy: makerAudience === 'operator' && house !== null ? house : createdBy && nameOf(createdBy),
  }));
}

/** Of "user:1 Ada Nowak" the name. */
const nameOf = (actor: string): string => actor.slice(actor.indexOf(' ') + 1);
