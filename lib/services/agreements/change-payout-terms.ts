import type { ConditionsRow } from '@/lib/db/agreement-conditions';
import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { insertConditionChange, listAnnounced } from '@/lib/db/payout-condition-changes';
import type { Sql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import {
  NOTICE_DAYS,
  PAYOUT_TERMS,
  type PayoutTerms,
  splitByNotice,
} from '@/lib/domain/settlement/payout-notice';
import { invalid } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

export type PayoutTermsChange = {
  before: ConditionsRow;
  change: Partial<PayoutTerms>;
  partner: { id: string; slug: string };
  today: CivilDate;
  holdsFrom?: string | undefined;
};

/**
 * Changes how the operator pays a partner: what is better for the partner today, what is worse after its notice, each told with the day from
 * which it holds. Payouts use what holds on their statement's day. What is announced already is not announced again. Answers what holds
 * today. Fails: `notice_too_short`.
 */
export async function changePayoutTerms(
  sql: Sql,
  ctx: ServiceContext,
  { before, change, partner, today, holdsFrom }: PayoutTermsChange,
): Promise<PayoutTerms> {
  const { now, later } = splitByNotice(before, change);
  const soonest = addDays(today, NOTICE_DAYS);
  if (holdsFrom !== undefined && holdsFrom < soonest && !isEmpty(later)) {
    throw invalid(
      'notice_too_short',
      'holdsFrom',
      `What costs the partner more is announced ${NOTICE_DAYS} days before: from ${soonest} on at the earliest.`,
    );
  }
  const announced = await listAnnounced(sql, partner.id, today);
  const last: Partial<PayoutTerms> = Object.assign({}, ...announced.map((row) => row.change));
  const isNew = ([field, value]: [string, unknown]) =>
    String(last[field as keyof PayoutTerms]) !== String(value);
  const added = Object.fromEntries(Object.entries(later).filter(isNew)) as Partial<PayoutTerms>;
  for (const [from, part] of [
    [today, now],
    [holdsFrom ?? soonest, added],
  ] as const) {
    if (!isEmpty(part)) await announce(sql, ctx, { before, partner, holdsFrom: from, change: part });
  }
  return { ...before, ...now };
}

async function announce(
  sql: Sql,
  ctx: ServiceContext,
  { before, partner, holdsFrom, change }: Omit<PayoutTermsChange, 'today'> & { holdsFrom: string },
): Promise<void> {
  const { operatorId } = ctx.actor;
  const row = { partnerId: partner.id, currency: currencyOf(before.currency), holdsFrom, change };
  const id = await insertConditionChange(sql, operatorId, row, { by: actorName(ctx.actor), at: ctx.now });
  const fields = PAYOUT_TERMS.filter((field) => field in change);
  const sides = {
    before: Object.fromEntries(fields.map((field) => [field, before[field]])),
    after: change,
  };
  const entity = { entityType: 'agreement', entityId: before.agreementId };
  await appendAudit(sql, ctx.actor, {
    ...{ action: 'payout-conditions.changed', ...entity },
    ...{ before: sides.before, after: { ...change, holdsFrom } },
  });
  await appendEvent(sql, operatorId, {
    ...{ type: 'payout-conditions.changed', ...entity },
    payload: {
      change: id,
      agreementId: before.agreementId,
      partner: partner.slug,
      currency: before.currency,
      holdsFrom,
      ...sides,
    },
    partyIds: [partner.id],
  });
}

const isEmpty = (part: object): boolean => Object.keys(part).length === 0;
