import type { Sql } from '@/lib/db/tenant';

export type NextPayout = { partyId: string; slug: string; name: string; payableMinor: bigint };

/** What parties would be paid next in a currency, as far as the scope may see. */
export const listNextPayouts = (
  sql: Sql,
  partyIds: readonly string[],
  currency: string,
): Promise<NextPayout[]> =>
  sql.query<NextPayout>(
    `select p.id as "partyId", p.slug, p.name,
       coalesce((select sum(t.amount_minor) from payable_total t
                 where t.operator_id = p.operator_id and t.party_id = p.id and t.currency = $2), 0)::int8 as "payableMinor"
     from party p where p.id = any($1::uuid[]) order by p.name, p.id`,
    [partyIds, currency],
  );

/** What a dispute has taken off each party's payable so far, hold, release and credit together; below zero: taken. */
export const listTakenByDispute = (
  sql: Sql,
  {
    id,
    creditNoteId,
    billingAccount,
  }: { id: string; creditNoteId: string | null; billingAccount: { id: string } },
): Promise<{ partyId: string; amountMinor: bigint }[]> =>
  sql.query<{ partyId: string; amountMinor: bigint }>(
    `select party_id as "partyId", sum(amount_minor)::int8 as "amountMinor" from payable_entry
     where billing_account_id = $1::uuid and source_id = any($2::uuid[]) group by party_id order by party_id`,
    [billingAccount.id, [id, ...(creditNoteId === null ? [] : [creditNoteId])]],
  );
