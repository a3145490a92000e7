import { payingAgreement } from '@/lib/db/payout-conditions';
import type { StoredConditions } from '@/lib/db/payout-preparation';
import type { Sql } from '@/lib/db/tenant';

export type OpenSum = { currency: string; event: string; entries: bigint; amountMinor: bigint };
export type PartnerBalanceRow = {
  account: 'partner_pending' | 'partner_held' | 'partner_reserve';
  currency: string;
  amountMinor: bigint;
};

/** What no payout has yet, by event: kept sums, at most 32 rows a sum, however many entries there are. */
export const readOpenSums = (sql: Sql, partyId: string): Promise<OpenSum[]> =>
  sql.query<OpenSum>(
    `select currency::text as currency, event, sum(entries)::int8 as entries, sum(amount_minor)::int8 as "amountMinor"
     from payable_total where party_id = $1::uuid group by currency, event having sum(entries) <> 0 order by currency, event`,
    [partyId],
  );

/** Of what the statements that no payout has gone on from yet have still to keep back the reserve. */
export const readCarriedReservable = (
  sql: Sql,
  partyId: string,
): Promise<{ currency: string; reservableMinor: bigint }[]> =>
  sql.query(
    `select currency::text as currency, sum(reservable_minor)::int8 as "reservableMinor"
     from payout where party_id = $1::uuid and state = 'carried' and carried_to_id is null group by currency order by currency`,
    [partyId],
  );

/** What pends, is held, and is reserved: kept sums as well. */
export const readPartnerBalances = (sql: Sql, partyId: string): Promise<PartnerBalanceRow[]> =>
  sql.query<PartnerBalanceRow>(
    `select account, currency::text as currency, sum(amount_minor)::int8 as "amountMinor"
     from partner_balance where party_id = $1::uuid group by account, currency having sum(amount_minor) <> 0 order by account, currency`,
    [partyId],
  );

/** The agreement that pays a party on a day; null when none is signed. */
export async function findPayingAgreement(
  sql: Sql,
  partyId: string,
  on: string,
): Promise<{ currency: string; frequency: string; conditions: StoredConditions } | null> {
  const [row] = await sql.query<{ currency: string; frequency: string; conditions: StoredConditions }>(
    `select a.currency::text as currency, a.payout_frequency as frequency, a.conditions
     from operator o cross join lateral (${payingAgreement('$1::uuid', '$2::date')}) a`,
    [partyId, on],
  );
  return row ?? null;
}

/** Payouts that are neither paid nor ended, by state and currency. */
export const readPayoutsUnderWay = (
  sql: Sql,
  partyId: string,
): Promise<{ state: 'review' | 'approved' | 'sent'; currency: string; amountMinor: bigint }[]> =>
  sql.query(
    `select state, currency::text as currency, sum(amount_minor)::int8 as "amountMinor"
     from payout where party_id = $1::uuid and state in ('review', 'approved', 'sent') group by state, currency order by state, currency`,
    [partyId],
  );
