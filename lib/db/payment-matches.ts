import type { Sql } from '@/lib/db/tenant';

export type MatchRow = {
  account: { id: string; number: string; name: string; customer: string };
  openMinor: bigint;
  byReference: boolean;
  byAmount: boolean;
  byPayer: boolean;
};

/**
 * Accounts that an unmatched payment may be of, the likeliest first, ten at most: the number of the account or of an open bill is in the
 * reference; a payer of before has the same IBAN; the payer's name is the customer's; a bill is open with exactly this amount. By
 * amount alone only where one account fits.
 */
export const findMatches = (
  sql: Sql,
  payment: {
    currency: string;
    amountMinor: bigint;
    reference: string;
    payerName: string | null;
    payerIban: string | null;
  },
): Promise<MatchRow[]> =>
  sql.query<MatchRow>(
    `with words as materialized (
       select distinct upper(w) as word from regexp_split_to_table($3::text, '[^A-Za-z0-9./_-]+') w where length(w) >= 4),
     by_reference as (
       select a.operator_id, a.id from billing_account a where upper(a.number) in (select word from words)
       union select i.operator_id, i.billing_account_id from open_item i
         join claim b on b.operator_id = i.operator_id and b.billing_account_id = i.billing_account_id and b.id = i.bill_id
       where i.open_minor > 0 and upper(b.number) in (select word from words)),
     by_payer as (
       select p.operator_id, p.billing_account_id as id from payment p where p.payer_iban = $5 and p.billing_account_id is not null
       union select a.operator_id, a.id from party c join billing_account a on a.operator_id = c.operator_id and a.customer_id = c.id
         where c.kind = 'customer' and lower($4) in (lower(c.name), lower(c.legal_name))),
     same_amount as (
       select operator_id, billing_account_id as id from open_item where open_minor = $2 and currency = $1 limit 20),
     found as (
       select operator_id, id from by_reference union select operator_id, id from by_payer
       union select operator_id, min(id::text)::uuid from same_amount group by operator_id having count(distinct id) = 1)
     select json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'customer', c.name) as account,
       coalesce((select sum(i.open_minor) from open_item i where i.operator_id = a.operator_id and i.billing_account_id = a.id
         and i.currency = $1 and i.open_minor > 0), 0)::int8 as "openMinor",
       exists (select from by_reference r where r.id = a.id) as "byReference",
       exists (select from same_amount r where r.id = a.id) as "byAmount",
       exists (select from by_payer r where r.id = a.id) as "byPayer"
     from found f
     join billing_account a on a.operator_id = f.operator_id and a.id = f.id
     join party c on c.operator_id = a.operator_id and c.id = a.customer_id
     where a.currency = $1
     order by "byReference" desc, "byPayer" desc, "byAmount" desc, a.number limit 10`,
    [payment.currency, payment.amountMinor, payment.reference, payment.payerName, payment.payerIban],
  );
