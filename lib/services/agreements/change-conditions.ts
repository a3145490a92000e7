import {
  type AgreementConditions,
  type ConditionsRow,
  findConditionsRow,
  type PayoutTerms,
  saveConditions,
} from '@/lib/db/agreement-conditions';
import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { findParty } from '@/lib/db/parties';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { requireBounded } from '@/lib/services/require-bounded';

export type ConditionsView = ConditionsRow & { partner: string };

/** How the operator takes a partner's bills, and pays it. Fails: `not_found`, `no_agreement`. */
export async function getConditions(ctx: ServiceContext, idOrSlug: string): Promise<ConditionsView> {
  const conditions = await findConditions(ctx, idOrSlug);
  if (!conditions) throw noAgreement();
  return conditions;
}

/** The same; null where no agreement is signed. */
export async function findConditions(ctx: ServiceContext, idOrSlug: string): Promise<ConditionsView | null> {
  authorise(ctx, 'partner.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => readConditions(sql, ctx, idOrSlug, { lock: false }));
}

/**
 * Changes how a partner's bills are taken and how it is paid from now on; what is left out stays. Bills that are here keep what was decided about them,
 * and a cycle whose cut-off has passed what became of it. On record with before and after, and the partner is told.
 * Fails: `not_found`, `no_agreement`, `too_many_decimals`. The values are checked at the edge.
 */
export async function changeConditions(
  ctx: ServiceContext,
  { partner: idOrSlug, change }: { partner: string; change: Partial<AgreementConditions & PayoutTerms> },
): Promise<ConditionsView> {
  authorise(ctx, 'agreement.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const before = await readConditions(sql, ctx, idOrSlug, { lock: true });
    if (!before) throw noAgreement();
    const after = { ...before, ...change };
    const changed = FIELDS.filter((field) => String(before[field]) !== String(after[field]));
    if (changed.length === 0) return before;
    requireAmounts(after);
    const { agreementId } = before;
    await saveConditions(sql, agreementId, ctx.now.slice(0, 10), after);
    const of = (conditions: ConditionsRow) =>
      Object.fromEntries(changed.map((field) => [field, conditions[field]]));
    const partner = (await findParty(sql, 'partner', idOrSlug))!;
    const entity = { entityType: 'agreement', entityId: agreementId };
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'agreement.conditions-changed', ...entity },
      ...{ before: of(before), after: of(after) },
    });
    await appendEvent(sql, ctx.actor.operatorId, {
      ...{ type: 'agreement.conditions-changed', ...entity },
      payload: { agreementId, partner: partner.slug, before: of(before), after: of(after) },
      partyIds: [partner.id],
    });
    return (await readConditions(sql, ctx, idOrSlug, { lock: false }))!;
  });
}

const noAgreement = () =>
  invalid('no_agreement', 'partner', 'There is no signed agreement with this partner. Sign one first.');

const FIELDS = [
  'latePolicy',
  'acceptance',
  'changeTolerancePercent',
  'differenceTolerancePercent',
  'servicePolicy',
  'disputeDecision',
  'maxChargeAgeMonths',
  'payoutFrequency',
  'payoutMinimum',
  'payoutFee',
  'payoutFeePercent',
  'reservePercent',
  'reserveDays',
] as const satisfies readonly (keyof (AgreementConditions & PayoutTerms))[];

/** Fails: `too_many_decimals` at the amount that the agreement's currency cannot have, `amount_too_large`. */
function requireAmounts(conditions: ConditionsRow): void {
  const { currency } = conditions;
  for (const field of ['payoutMinimum', 'payoutFee'] as const) {
    if (!isCurrency(currency)) continue;
    const money = parseMoney(conditions[field], currency);
    if (!money) throw invalid('too_many_decimals', field, `This is no amount in ${currency}.`);
    requireBounded(money.amountMinor, field);
  }
}

async function readConditions(
  sql: Sql,
  ctx: ServiceContext,
  idOrSlug: string,
  options: { lock: boolean },
): Promise<ConditionsView | null> {
  const partner = await findParty(sql, 'partner', idOrSlug);
  if (!partner) throw notFound('The partner');
  const conditions = await findConditionsRow(sql, partner.id, ctx.now.slice(0, 10), options);
  return conditions && { ...conditions, partner: partner.slug };
}
