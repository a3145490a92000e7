import { minorOf, ppmOf } from '@/lib/db/agreement-conditions';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatScaled } from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import type { PayoutTerms } from '@/lib/domain/settlement/payout-notice';

/** What changes from a day on, and only that; amounts in major units of the currency. */
export type PayoutConditionChange = {
  partnerId: string;
  currency: Currency;
  holdsFrom: string;
  change: Partial<PayoutTerms>;
};

export async function insertConditionChange(
  sql: Sql,
  operatorId: string,
  { partnerId, currency, holdsFrom, change }: PayoutConditionChange,
  announced: { by: string; at: string },
  agreed: { by: string; at: string } | null = null,
): Promise<string> {
  const id = newId();
  const orNull = <V, R>(value: V | undefined, read: (given: V) => R) =>
    value === undefined ? null : read(value);
  await sql.query(
    `insert into payout_condition (operator_id, id, partner_id, currency, holds_from, frequency, minimum_minor, fee_minor, fee_ppm,
       reserve_ppm, reserve_days, announced_by, announced_at, agreed_by, agreed_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5::date, $6, $7, $8, $9, $10, $11, $12, $13::timestamptz, $14,
       $15::timestamptz)`,
    [
      ...[operatorId, id, partnerId, currency, holdsFrom, change.payoutFrequency ?? null],
      orNull(change.payoutMinimum, (text) => minorOf(text, currency)),
      orNull(change.payoutFee, (text) => minorOf(text, currency)),
      orNull(change.payoutFeePercent, ppmOf),
      orNull(change.reservePercent, ppmOf),
      ...[change.reserveDays ?? null, announced.by, announced.at, agreed?.by ?? null, agreed?.at ?? null],
    ],
  );
  return id;
}

export type AnnouncedRow = {
  id: string;
  holdsFrom: string;
  announcedAt: string;
  /** Of its amounts. */
  currency: Currency;
  change: Partial<PayoutTerms>;
};

/** What is announced to a partner and does not hold on a day yet, the soonest first. */
export async function listAnnounced(sql: Sql, partnerId: string, on: string): Promise<AnnouncedRow[]> {
  const rows = await sql.query<Stored>(
    `select id, holds_from as "holdsFrom", announced_at as "announcedAt", currency, frequency, minimum_minor as "minimumMinor",
       fee_minor as "feeMinor", fee_ppm as "feePpm", reserve_ppm as "reservePpm", reserve_days as "reserveDays"
     from payout_condition where partner_id = $1::uuid and withdrawn_at is null and holds_from > $2::date order by holds_from, id`,
    [partnerId, on],
  );
  return rows.map(announcedOf);
}

/** What became of a change of a partner: the day it holds from, and whether it was taken back or agreed to sooner; null when there is none. */
export async function findConditionChange(
  sql: Sql,
  partnerId: string,
  id: string,
): Promise<{ holdsFrom: string; isWithdrawn: boolean } | null> {
  const [row] = await sql.query<{ holdsFrom: string; isWithdrawn: boolean }>(
    `select holds_from as "holdsFrom", withdrawn_at is not null as "isWithdrawn" from payout_condition
     where partner_id = $1::uuid and id = $2::uuid`,
    [partnerId, uuidOrNull(id)],
  );
  return row ?? null;
}

/** Takes back what does not hold yet; answers what it was and who announced it, or null when there is no such. */
export async function withdrawAnnounced(
  sql: Sql,
  key: { partnerId: string; id: string; on: string },
  withdrawn: { by: string; at: string },
): Promise<(AnnouncedRow & { announcedBy: string }) | null> {
  const [row] = await sql.query<Stored & { announcedBy: string }>(
    `update payout_condition set withdrawn_by = $4, withdrawn_at = $5::timestamptz
     where partner_id = $1::uuid and id = $2::uuid and holds_from > $3::date and withdrawn_at is null
     returning id, holds_from as "holdsFrom", announced_at as "announcedAt", currency, frequency, minimum_minor as "minimumMinor",
       fee_minor as "feeMinor", fee_ppm as "feePpm", reserve_ppm as "reservePpm", reserve_days as "reserveDays", announced_by as "announcedBy"`,
    [key.partnerId, uuidOrNull(key.id), key.on, withdrawn.by, withdrawn.at],
  );
  return row ? { ...announcedOf(row), announcedBy: row.announcedBy } : null;
}

type Stored = Pick<AnnouncedRow, 'id' | 'holdsFrom' | 'announcedAt'> & {
  currency: string;
  frequency: PayoutTerms['payoutFrequency'] | null;
  minimumMinor: bigint | null;
  feeMinor: bigint | null;
  feePpm: number | null;
  reservePpm: number | null;
  reserveDays: number | null;
};

function announcedOf({ id, holdsFrom, announcedAt, ...row }: Stored): AnnouncedRow {
  const currency = currencyOf(row.currency);
  const percent = (ppm: number) => formatScaled(BigInt(ppm), 4);
  return {
    ...{ id, holdsFrom, announcedAt, currency },
    change: {
      ...(row.frequency !== null && { payoutFrequency: row.frequency }),
      ...(row.minimumMinor !== null && { payoutMinimum: formatMinor(row.minimumMinor, currency) }),
      ...(row.feeMinor !== null && { payoutFee: formatMinor(row.feeMinor, currency) }),
      ...(row.feePpm !== null && { payoutFeePercent: percent(row.feePpm) }),
      ...(row.reservePpm !== null && { reservePercent: percent(row.reservePpm) }),
      ...(row.reserveDays !== null && { reserveDays: row.reserveDays }),
    },
  };
}
