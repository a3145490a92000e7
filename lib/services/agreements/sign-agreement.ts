import {
  endAgreement,
  insertSignature,
  lockAgreement,
  lockAgreements,
  markOffered,
  markSigned,
  takeOverConditions,
} from '@/lib/db/agreement-drafts';
import { type AgreementRow, findAgreement } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { findOperator } from '@/lib/db/operators';
import { appendEvent } from '@/lib/db/outbox';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid, notFound } from '@/lib/errors';
import { checkAgainstOthers } from '@/lib/services/agreements/check-against-others';
import { contentHash } from '@/lib/services/agreements/content-hash';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { requirePerson } from '@/lib/services/require-person';

/**
 * Signs an agreement for the actor's side. The operator is first, and by that shows it to the others; once the payer, the partner and the
 * operator have signed the same content it is in force, and the version it replaces ends. Signing twice changes nothing.
 * `seenHash` is of what the signer read: when that has changed meanwhile nothing is signed.
 * Fails: `person_needed`, `not_found`, `agreement_changed`, `no_terms`, and those of `checkAgainstOthers`.
 */
export async function signAgreement(
  ctx: ServiceContext,
  id: string,
  { seenHash }: { seenHash?: string | undefined } = {},
): Promise<AgreementRow> {
  authorise(ctx, 'agreement.sign');
  requirePerson(ctx);
  const seen = await withTenantSql(scopeOf(ctx.actor), (sql) => findAgreement(sql, id));
  if (!seen) throw notFound('The agreement');
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    await lockAgreements(sql, ctx.actor.operatorId);
    await lockAgreement(sql, seen.id);
    const agreement = (await findAgreement(sql, seen.id))!;
    const hash = contentHash(agreement);
    if (seenHash !== undefined && seenHash !== hash) throw CHANGED;
    const operator = (await findOperator(sql))!;
    const partyId = ctx.actor.partyId ?? operator.partyId;
    if (agreement.signatures.some((signature) => signature.partyId === partyId)) return agreement;
    if (partyId !== operator.partyId && agreement.state === 'draft') throw notFound('The agreement');
    if (agreement.state === 'signed') return agreement;
    await sign(sql, ctx, agreement, { partyId, operatorPartyId: operator.partyId, hash });
    return (await findAgreement(sql, agreement.id))!;
  });
}

const CHANGED = conflict(
  'agreement_changed',
  'The agreement was changed after you opened it. Read it again, then sign.',
);

async function sign(
  sql: Sql,
  ctx: ServiceContext,
  agreement: AgreementRow,
  { partyId, operatorPartyId, hash }: { partyId: string; operatorPartyId: string; hash: string },
): Promise<void> {
  requireTerms(agreement);
  const terms = agreement.terms.map(({ offering, ...term }) => ({
    ...term,
    offeringId: offering?.id ?? null,
  }));
  const parties = { payerId: agreement.payer.id, partnerId: agreement.partner.id };
  const isOperators = ctx.actor.audience === 'operator';
  const ending = await checkAgainstOthers(sql, { ...agreement, ...parties, terms }, { isOperators });
  const { id } = agreement;
  const signature = { agreementId: id, partyId, signedBy: actorName(ctx.actor), signedAt: ctx.now };
  await insertSignature(sql, ctx.actor.operatorId, { ...signature, contentHash: hash, onRecord: false });
  const required = [operatorPartyId, agreement.payer.id, agreement.partner.id];
  const signed = new Set([partyId, ...agreement.signatures.map((each) => each.partyId)]);
  const isWhole = required.every((each) => signed.has(each));
  if (partyId === operatorPartyId) await markOffered(sql, id, ctx.now);
  if (isWhole) {
    if (ending) await endAgreement(sql, ending.id, ending.validTo);
    await takeOverConditions(sql, id);
    await markSigned(sql, id, ctx.now);
  }
  await tell(sql, ctx, agreement, isWhole ? 'agreement.signed' : 'agreement.offered', { ...signature, hash });
}

/** Fails: `no_terms`. */
function requireTerms({ terms }: AgreementRow): void {
  if (terms.length > 0) return;
  throw invalid('no_terms', 'terms', 'The agreement says of nothing who gets what: add a settlement term.');
}

/** On record, and to whom it is between. */
async function tell(
  sql: Sql,
  ctx: ServiceContext,
  { id, version, payer, partner, validFrom }: AgreementRow,
  type: 'agreement.offered' | 'agreement.signed',
  after: unknown,
): Promise<void> {
  const entity = { entityType: 'agreement', entityId: id };
  await appendAudit(sql, ctx.actor, { action: type, ...entity, after });
  await appendEvent(sql, ctx.actor.operatorId, {
    ...{ type, ...entity },
    payload: { agreementId: id, version, payer: payer.slug, partner: partner.slug, validFrom },
    partyIds: [payer.id, partner.id],
  });
}
