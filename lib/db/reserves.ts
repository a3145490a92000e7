import { NO_ACCOUNT } from '@/lib/db/ledger';
import type { Sql } from '@/lib/db/tenant';

export type DueReserve = {
  payoutId: string;
  number: string;
  partyId: string;
  currency: string;
  reserveMinor: bigint;
  reserveUntilOn: string;
};

/** Reserves of approved payouts whose days are over and which were not released; held, so that two runs release each once. */
export const listDueReserves = (sql: Sql, throughOn: string): Promise<DueReserve[]> =>
  sql.query<DueReserve>(
    `select p.id as "payoutId", p.number, p.party_id as "partyId", p.currency::text as currency, p.reserve_minor as "reserveMinor",
       p.reserve_until_on as "reserveUntilOn"
     from payout p
     where p.reserve_minor > 0 and p.reserve_until_on <= $1::date and p.state in ('approved', 'sent', 'paid', 'returned')
       and not exists (select from journal j where j.operator_id = p.operator_id and j.billing_account_id = $2::uuid
                       and j.event = 'payout.reserve-released' and j.source_id = p.id)
     order by p.id for update of p`,
    [throughOn, NO_ACCOUNT],
  );
