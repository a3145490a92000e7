import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import {
  type AnnouncedRow,
  insertConditionChange,
  withdrawAnnounced,
} from '@/lib/db/payout-condition-changes';
import type { Sql } from '@/lib/db/tenant';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { PAYOUT_TERMS, type PayoutTerms } from '@/lib/domain/settlement/payout-notice';
import type { ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';

/**
 * Takes back an announced change of how a partner is paid, or only some fields of it: then the others stand as they were announced, in a
 * row of their own. On record, and the partner is told. Null when nothing like this is announced: it holds already, or was taken back.
 */
export async function takeBackAnnounced(
  sql: Sql,
  ctx: ServiceContext,
  { id, agreementId, partner, today, fields = PAYOUT_TERMS }: TakenBack,
): Promise<AnnouncedRow | null> {
  const { operatorId } = ctx.actor;
  const key = { partnerId: partner.id, id, on: today };
  const row = await withdrawAnnounced(sql, key, { by: actorName(ctx.actor), at: ctx.now });
  if (!row) return null;
  const { holdsFrom, currency, announcedBy: by, announcedAt } = row;
  const part = (isTaken: boolean): Partial<PayoutTerms> =>
    Object.fromEntries(
      Object.entries(row.change).filter(([field]) => fields.includes(field as keyof PayoutTerms) === isTaken),
    );
  const [after, change] = [part(true), part(false)];
  if (Object.keys(change).length > 0) {
    const rest = { partnerId: partner.id, currency, holdsFrom, change };
    await insertConditionChange(sql, operatorId, rest, { by, at: announcedAt });
  }
  const action = 'payout-conditions.withdrawn';
  const entity = { entityType: 'agreement', entityId: agreementId };
  await appendAudit(sql, ctx.actor, { action, ...entity, before: { ...after, holdsFrom } });
  await appendEvent(sql, operatorId, {
    ...{ type: action, ...entity },
    payload: { change: id, agreementId, partner: partner.slug, holdsFrom, after },
    partyIds: [partner.id],
  });
  return row;
}

type TakenBack = {
  id: string;
  agreementId: string;
  partner: { id: string; slug: string };
  today: CivilDate;
  fields?: readonly (keyof PayoutTerms)[];
};
