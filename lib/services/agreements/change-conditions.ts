import {
  type AgreementConditions,
  type ConditionsRow,
  findConditionsRow,
  saveConditions,
} from '@/lib/db/agreement-conditions';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { appendEvent } from '@/lib/db/outbox';
import { findParty } from '@/lib/db/parties';
import { type AnnouncedRow, listAnnounced } from '@/lib/db/payout-condition-changes';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { announcedIn, type PayoutTerms } from '@/lib/domain/settlement/payout-notice';
import { invalid, notFound } from '@/lib/errors';
import { changePayoutTerms } from '@/lib/services/agreements/change-payout-terms';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { requireBounded } from '@/lib/services/require-bounded';

export type ConditionsView = ConditionsRow & {
  partner: string;
  /** By the operator's clock: a change holds from this day on at the earliest. */
  today: CivilDate;
  /** What changes about how it is paid, from which day on; the soonest first. */
  announced: AnnouncedRow[];
};

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
 * Changes how a partner's bills are taken and how it is paid; what is left out stays. It holds from now on, but what leaves the partner
 * with less, or lets it wait longer, is announced first and holds when the notice is over; with `holdsFrom` whatever changes about how it
 * is paid holds from that day. Bills that are here keep what was decided about them, and a cycle whose cut-off has passed what became of
 * it. On record with before and after, and the partner is told.
 * Fails: `not_found`, `no_agreement`, `too_many_decimals`, `notice_too_short`, `bad_date`. The values are checked at the edge.
 */
export async function changeConditions(
  ctx: ServiceContext,
  { partner: idOrSlug, change, holdsFrom }: ConditionsChange,
): Promise<ConditionsView> {
  authorise(ctx, 'agreement.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const before = await readConditions(sql, ctx, idOrSlug, { lock: true });
    if (!before) throw noAgreement();
    const after = { ...before, ...change };
    requireAmounts(after);
    const partner = (await findParty(sql, 'partner', idOrSlug))!;
    const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    await changePayoutTerms(sql, ctx, { before, change, partner, today, holdsFrom });
    const changed = FIELDS.filter((field) => String(before[field]) !== String(after[field]));
    if (changed.length > 0) await recordChange(sql, ctx, { partner, before, after, changed });
    await saveConditions(sql, before.agreementId, today, after);
    return (await readConditions(sql, ctx, idOrSlug, { lock: false }))!;
  });
}

export type ConditionsChange = {
  partner: string;
  change: Partial<AgreementConditions & PayoutTerms>;
  /** From which day on what changes about how it is paid holds. */
  holdsFrom?: string | undefined;
};

async function recordChange(
  sql: Sql,
  ctx: ServiceContext,
  {
    partner,
    before,
    after,
    changed,
  }: {
    partner: { id: string; slug: string };
    before: ConditionsRow;
    after: AgreementConditions;
    changed: readonly (keyof AgreementConditions)[];
  },
): Promise<void> {
  const { agreementId } = before;
  const of = (conditions: AgreementConditions) =>
    Object.fromEntries(changed.map((field) => [field, conditions[field]]));
  const entity = { entityType: 'agreement', entityId: agreementId };
  const sides = { before: of(before), after: of(after) };
  await appendAudit(sql, ctx.actor, { action: 'agreement.conditions-changed', ...entity, ...sides });
  await appendEvent(sql, ctx.actor.operatorId, {
    ...{ type: 'agreement.conditions-changed', ...entity },
    payload: { agreementId, partner: partner.slug, ...sides },
    partyIds: [partner.id],
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
] as const satisfies readonly (keyof AgreementConditions)[];

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
  const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
  const conditions = await findConditionsRow(sql, partner.id, today, options);
  if (!conditions) return null;
  const announced = announcedIn(conditions.currency, await listAnnounced(sql, partner.id, today));
  return { ...conditions, partner: partner.slug, today, announced };
}
