import { appendAudit } from '@/lib/db/audit';
import { findBankDetails, insertBankDetails, lockProposed, saveDecision } from '@/lib/db/bank-details';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { findParty } from '@/lib/db/parties';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import type { BankDetailsInput } from '@/lib/schemas/bank-details';
import { type BankDetailsView, bankDetailsView } from '@/lib/services/bank-details/bank-details-view';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { requirePerson } from '@/lib/services/require-person';

/**
 * Proposes where a partner is paid, or where the operator pays from: nothing of it is used before another person of the operator approved it.
 * What waited for the same currency is withdrawn by it. `party` is a partner's id or short name, `operator`, or null for the partner itself.
 * Fails: `forbidden`, `not_found`, `person_needed` (a key, whosever).
 */
export async function proposeBankDetails(
  ctx: ServiceContext,
  party: string | null,
  { street, town, postcode, country, ...input }: BankDetailsInput,
): Promise<BankDetailsView> {
  authorise(ctx, 'bank-details.propose');
  requirePerson(ctx);
  const { operatorId } = ctx.actor;
  const partyId = await withTenantSql(scopeOf(ctx.actor), (sql) => partyOf(sql, ctx, party));
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const by = actorName(ctx.actor);
    const earlier = await lockProposed(sql, partyId, input.currency);
    if (earlier !== null) {
      const withdrawn = { state: 'withdrawn', by, at: ctx.now, reason: null, usableFrom: null } as const;
      await saveDecision(sql, earlier, withdrawn);
    }
    const id = newId();
    await insertBankDetails(sql, operatorId, {
      ...{ ...input, id, partyId, address: { street, town, postcode, country } },
      ...{ proposedBy: by, proposedAt: ctx.now },
    });
    const proposed = bankDetailsView(ctx, (await findBankDetails(sql, id, ctx.now))!);
    await tell(sql, ctx, 'bank-details.proposed', proposed, { withdraws: earlier });
    return proposed;
  });
}

/** The party in question, as far as the actor may see it. Fails: `not_found`. */
export async function partyOf(sql: Sql, ctx: ServiceContext, party: string | null): Promise<string> {
  const { actor } = ctx;
  if (actor.audience === 'operator' && party === 'operator') return (await findOperator(sql))!.partyId;
  const named = party ?? actor.partyId;
  const found = named === null ? null : await findParty(sql, 'partner', named);
  if (!found || (actor.audience === 'partner' && found.id !== actor.partyId)) throw notFound('The partner');
  return found.id;
}

/** On the record, and to whom it concerns; without the number, which is for nobody's log. */
export async function tell(
  sql: Sql,
  ctx: ServiceContext,
  type:
    | 'bank-details.proposed'
    | 'bank-details.approved'
    | 'bank-details.rejected'
    | 'bank-details.withdrawn',
  details: BankDetailsView,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { id, party, currency, holder, account, usableFrom, reason } = details;
  const facts = { id, party: party.slug, currency, holder, account, usableFrom, reason, ...more };
  const entity = { entityType: 'bank-details', entityId: id };
  await appendAudit(sql, ctx.actor, { action: type, ...entity, after: facts });
  await appendEvent(sql, ctx.actor.operatorId, {
    ...{ type, ...entity, payload: facts },
    partyIds: party.kind === 'partner' ? [party.id] : [],
  });
}
