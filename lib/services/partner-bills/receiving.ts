import { findCycle } from '@/lib/db/cycles';
import { findParty, type PartyRow } from '@/lib/db/parties';
import { listReceivingCycles, type ReceivingCycle } from '@/lib/db/partner-bill-terms';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { AppError, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * The partner a request is about: the one it names, or the one who asks. A partner names no other: whatever its scope
 * shows of those it deals with, their bills are not its own. Fails: `not_found`, `partner_required`.
 */
export const findBillingPartner = (ctx: ServiceContext, idOrSlug: string | null): Promise<PartyRow> =>
  withTenantSql(scopeOf(ctx.actor), (sql) => partnerIn(sql, ctx, idOrSlug));

async function partnerIn(sql: Sql, { actor }: ServiceContext, idOrSlug: string | null): Promise<PartyRow> {
  const named = idOrSlug ?? (actor.audience === 'partner' ? actor.partyId : null);
  if (named === null) throw invalid('partner_required', 'partner', 'Say which partner the bill is from.');
  const partner = await findParty(sql, 'partner', named);
  const isOther = actor.audience === 'partner' && partner?.id !== actor.partyId;
  if (!partner || isOther) throw notFound('The partner');
  return partner;
}

/** The cycle a bill is for. Fails: `cycle_required` with one issue for each there is, `not_found`. */
export async function findReceivingCycle(
  ctx: ServiceContext,
  partnerId: string,
  id: string | null,
): Promise<{ id: string }> {
  if (id === null) throw await cycleRequired(ctx, partnerId);
  const cycle = await withTenantSql(scopeOf(ctx.actor), (sql) => findCycle(sql, id));
  if (!cycle) throw notFound('The cycle');
  return { id: cycle.id };
}

/** The cycles a partner's bill may be for now, the likeliest first. */
export function listOpenCycles(ctx: ServiceContext, partnerId: string): Promise<ReceivingCycle[]> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listReceivingCycles(sql, partnerId, ctx.now));
}

async function cycleRequired(ctx: ServiceContext, partnerId: string): Promise<AppError> {
  const cycles = await listOpenCycles(ctx, partnerId);
  const issues = cycles.map(({ id, name, from, to }) => ({
    code: 'cycle_required',
    path: 'cycle',
    message: `${id} is ${name}, ${from} to ${to}.`,
  }));
  return new AppError('invalid', 'cycle_required', 'Say which cycle the bill is for: send its id.', issues);
}
