import {
  insertDraft,
  lockAgreement,
  lockAgreements,
  nextVersion,
  replaceTerms,
  updateDraft,
} from '@/lib/db/agreement-drafts';
import { type AgreementRow, findAgreement } from '@/lib/db/agreements';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid, notFound } from '@/lib/errors';
import { checkAgainstOthers } from '@/lib/services/agreements/check-against-others';
import {
  type AgreementContent,
  type ReadAgreement,
  readAgreement,
} from '@/lib/services/agreements/read-agreement';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * Writes a draft of an agreement, which nobody but the operator sees until the operator has signed it.
 * Fails: those of `readAgreement` and `checkAgainstOthers`.
 */
export async function createDraft(ctx: ServiceContext, content: AgreementContent): Promise<AgreementRow> {
  authorise(ctx, 'agreement.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockAgreements(sql, operatorId);
    const read = await readAgreement(sql, content);
    await checkAgainstOthers(sql, { ...read, replacesId: null });
    const id = await writeDraft(sql, ctx, read, null);
    return (await findAgreement(sql, id))!;
  });
}

/**
 * Puts other days, terms, role or currency into a draft; its parties stay. Signatures that it had are void. Fails as `createDraft`, and
 * `not_found`, `already_signed`, `other_parties`.
 */
export async function changeDraft(
  ctx: ServiceContext,
  id: string,
  content: AgreementContent,
): Promise<AgreementRow> {
  authorise(ctx, 'agreement.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockAgreements(sql, operatorId);
    const before = await requireDraft(sql, id);
    if (content.payerId !== before.payer.id || content.partnerId !== before.partner.id) {
      throw invalid('other_parties', 'partner', 'A draft keeps its parties: write another one for others.');
    }
    const read = await readAgreement(sql, content);
    await checkAgainstOthers(sql, { ...read, replacesId: before.replacesId });
    await updateDraft(sql, before.id, read);
    await replaceTerms(sql, operatorId, before.id, read.terms);
    const after = (await findAgreement(sql, before.id))!;
    await appendAudit(sql, ctx.actor, {
      action: 'agreement.draft-changed',
      entityType: 'agreement',
      entityId: before.id,
      before: auditOf(before),
      after: auditOf(after),
    });
    return after;
  });
}

/** Locked. Fails: `not_found`, `already_signed`. */
export async function requireDraft(sql: Sql, id: string): Promise<AgreementRow> {
  const agreement = (await lockAgreement(sql, id)) && (await findAgreement(sql, id));
  if (!agreement) throw notFound('The agreement');
  if (agreement.state === 'signed') {
    throw conflict('already_signed', 'A signed agreement is not changed. Make a new version of it.');
  }
  return agreement;
}

type Conditions = {
  maxChargeAgeMonths: number;
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  selfBillingConsent: boolean;
  payoutFrequency: string;
};

const CONDITIONS: Conditions = {
  maxChargeAgeMonths: 3,
  latePolicy: 'carry_over',
  // The partner gives it itself.
  selfBillingConsent: false,
  payoutFrequency: 'monthly',
};

/** Stores a draft under the next version number of its parties. Answers its id. */
export async function writeDraft(
  sql: Sql,
  ctx: ServiceContext,
  read: ReadAgreement,
  replacesId: string | null,
  conditions: Partial<Conditions> = {},
): Promise<string> {
  const { operatorId } = ctx.actor;
  const { payerId, partnerId, role, currency, validFrom, validTo } = read;
  const version = await nextVersion(sql, payerId, partnerId);
  const id = newId();
  const row = { id, payerId, partnerId, version, role, currency, validFrom, validTo, replacesId };
  await insertDraft(sql, operatorId, { ...row, ...CONDITIONS, ...conditions });
  await replaceTerms(sql, operatorId, id, read.terms);
  await appendAudit(sql, ctx.actor, {
    action: 'agreement.drafted',
    entityType: 'agreement',
    entityId: id,
    after: { ...row, terms: read.terms },
  });
  return id;
}

const auditOf = ({ role, currency, validFrom, validTo, terms }: AgreementRow) => ({
  role,
  currency,
  validFrom,
  validTo,
  terms,
});
