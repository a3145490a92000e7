import type { ConditionsRow } from '@/lib/db/agreement-conditions';
import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { insertConditionChange, listAnnounced } from '@/lib/db/payout-condition-changes';
import type { Sql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import {
  announcedIn,
  NOTICE_DAYS,
  PAYOUT_TERMS,
  type PayoutPlan,
  type PayoutTerms,
  planPayoutChange,
} from '@/lib/domain/settlement/payout-notice';
import { invalid } from '@/lib/errors';
import { takeBackAnnounced } from '@/lib/services/agreements/take-back-announced';
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
 * Changes how the operator pays a partner: what is better for the partner today, what is worse after its notice, or all of it from the day
 * that is given, each told with the day from which it holds. Payouts use what holds on their statement's day. What is announced already
 * is not announced again; for another day it is taken back and announced for that one. Fails: `notice_too_short`, `bad_date`.
 */
export async function changePayoutTerms(
  sql: Sql,
  ctx: ServiceContext,
  { before, change, partner, today, holdsFrom }: PayoutTermsChange,
): Promise<void> {
  const announced = announcedIn(before.currency, await listAnnounced(sql, partner.id, today));
  const { added, moved, tooSoon } = planPayoutChange({ before, announced, change, today, holdsFrom });
  if (tooSoon) throw refusalOf(tooSoon);
  const { agreementId } = before;
  for (const { id, fields } of moved) {
    await takeBackAnnounced(sql, ctx, { id, agreementId, partner, today, fields });
  }
  for (const part of added) await announce(sql, ctx, { before, partner, ...part });
}

const refusalOf = (tooSoon: NonNullable<PayoutPlan['tooSoon']>) =>
  'notice' in tooSoon
    ? invalid(
        'notice_too_short',
        'holdsFrom',
        `What costs the partner more is announced ${NOTICE_DAYS} days before: from ${tooSoon.notice} on at the earliest.`,
      )
    : invalid('bad_date', 'holdsFrom', `Today is ${tooSoon.today}: nothing changes for days before it.`);

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
