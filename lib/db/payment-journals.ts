import type { Sql } from '@/lib/db/tenant';

export type PaymentPostingRow = {
  journalId: string;
  event: string;
  bookedOn: string;
  billId: string | null;
  billNumber: string | null;
  account: string;
  partyId: string;
  party: string;
  partyKind: string;
  currency: string;
  debitMinor: bigint;
  creditMinor: bigint;
};

/** All that a payment caused in the books, in order: its receipt, its match, what it did on bills, and what was taken back. */
export const readPaymentPostings = (sql: Sql, paymentId: string): Promise<PaymentPostingRow[]> =>
  sql.query<PaymentPostingRow>(
    `with accounts as (
       select billing_account_id as id from payment where id = $1::uuid and billing_account_id is not null
       union all select '00000000-0000-0000-0000-000000000000'),
     keys as (
       select a.id as billing_account_id, k.event, k.source_id from accounts a cross join (
         select 'payment.received' as event, $1::uuid as source_id
         union all select 'payment.matched', $1::uuid
         union all select case kind when 'won_back' then 'payment.won-back' else 'payment.reversed' end, id from payment_reversal
           where payment_id = $1::uuid
         union all select 'debit-note.issued', id from debit_note where payment_id = $1::uuid
         union all select 'refund.' || s, r.id from refund r cross join unnest(array['requested', 'paid', 'failed']) s
           where r.payment_id = $1::uuid) k
       union all select billing_account_id, event, source_id from allocation where payment_id = $1::uuid)
     select j.id as "journalId", j.event, j.booked_on as "bookedOn", j.bill_id as "billId", b.number as "billNumber", g.account,
       g.party_id as "partyId", y.name as party, y.kind as "partyKind", g.currency, g.debit_minor as "debitMinor",
       g.credit_minor as "creditMinor"
     from keys k
     join journal j on j.billing_account_id = k.billing_account_id and j.event = k.event and j.source_id = k.source_id
     join posting g on g.operator_id = j.operator_id and g.billing_account_id = j.billing_account_id and g.journal_id = j.id
     join party y on y.operator_id = g.operator_id and y.id = g.party_id
     left join claim b on b.operator_id = j.operator_id and b.billing_account_id = j.billing_account_id and b.id = j.bill_id
     order by j.id, g.position`,
    [paymentId],
  );
