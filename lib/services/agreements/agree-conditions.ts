import { findConditionsRow } from '@/lib/db/agreement-conditions';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { appendEvent } from '@/lib/db/outbox';
import { findParty } from '@/lib/db/parties';
import {
  type AnnouncedRow,
  findConditionChange,
  insertConditionChange,
  listAnnounced,
  withdrawAnnounced,
} from '@/lib/db/payout-condition-changes';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { announcedIn, PAYOUT_TERMS, soonerOfSame } from '@/lib/domain/settlement/payout-notice';
import { type AppError, conflict, notFound } from '@/lib/errors';
import { type ConditionsView, getConditions } from '@/lib/services/agreements/change-conditions';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { requirePerson } from '@/lib/services/require-person';

/**
 * A partner's word that what was announced to it about how it is paid holds from today on, and not only when its notice is over. Only the
 * partner itself gives it, once: the announced row is withdrawn for one of today, with both on record.
 * Fails: `person_needed`, `not_found` (also another partner's), `holds_already`, `superseded` (taken back, moved to another day, or agreed
 * to before), and `sooner_first` where a change of the same fields is announced for a sooner day, which would undo this one.
 */
export async function agreeConditions(
  ctx: ServiceContext,
  { partner: idOrSlug, change }: { partner: string; change: string },
): Promise<ConditionsView> {
  authorise(ctx, 'payout-conditions.agree');
  requirePerson(ctx);
  const partner = await withTenantSql(scopeOf(ctx.actor), (sql) => findParty(sql, 'partner', idOrSlug));
  if (!partner || partner.id !== ctx.actor.partyId) throw notFound('The partner');
  await withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    const before = await findConditionsRow(sql, partner.id, today, { lock: true });
    const announced = before && announcedIn(before.currency, await listAnnounced(sql, partner.id, today));
    if (!announced?.some(({ id }) => id === change)) throw await refusalOf(sql, partner.id, change, today);
    const [sooner] = soonerOfSame(announced, change);
    if (sooner) {
      const message = `Another change of the same holds from ${sooner.holdsFrom} on, which is sooner: agree to that one first.`;
      throw conflict('sooner_first', message);
    }
    const agreed = { by: actorName(ctx.actor), at: ctx.now };
    const row = (await withdrawAnnounced(sql, { partnerId: partner.id, id: change, on: today }, agreed))!;
    const { currency, change: after, announcedBy: by, announcedAt: at } = row;
    const held = { partnerId: partner.id, currency, holdsFrom: today, change: after };
    const id = await insertConditionChange(sql, ctx.actor.operatorId, held, { by, at }, agreed);
    await tell(sql, ctx, { id, row, today, partner, before: before! });
  });
  return getConditions(ctx, partner.id);
}

/** What became of what is not announced any more. */
async function refusalOf(sql: Sql, partnerId: string, id: string, today: CivilDate): Promise<AppError> {
  const found = await findConditionChange(sql, partnerId, id);
  if (!found) return notFound('The change');
  if (!found.isWithdrawn && found.holdsFrom <= today) {
    return conflict('holds_already', `This holds since ${found.holdsFrom}: there is nothing to agree to.`);
  }
  return conflict(
    'superseded',
    'This is not announced any more: it was taken back, replaced, or agreed to before. Read what is announced now.',
  );
}

type Agreed = {
  id: string;
  row: AnnouncedRow;
  today: CivilDate;
  partner: { id: string; slug: string };
  before: NonNullable<Awaited<ReturnType<typeof findConditionsRow>>>;
};

/** On record, and to both sides. */
async function tell(
  sql: Sql,
  ctx: ServiceContext,
  { id, row, today, partner, before }: Agreed,
): Promise<void> {
  const { agreementId, currency } = before;
  const fields = PAYOUT_TERMS.filter((field) => field in row.change);
  const until = Object.fromEntries(fields.map((field) => [field, before[field]]));
  const type = 'payout-conditions.agreed';
  const entity = { entityType: 'agreement', entityId: agreementId };
  await appendAudit(sql, ctx.actor, {
    ...{ action: type, ...entity },
    before: { ...until, holdsFrom: row.holdsFrom },
    after: { ...row.change, holdsFrom: today },
  });
  await appendEvent(sql, ctx.actor.operatorId, {
    ...{ type, ...entity },
    payload: {
      ...{ change: id, announcedAs: row.id, agreementId, partner: partner.slug, currency },
      ...{ announcedFor: row.holdsFrom, holdsFrom: today, before: until, after: row.change },
    },
    partyIds: [partner.id],
  });
}
