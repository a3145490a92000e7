import type { Sql } from '@/lib/db/tenant';

export type BillEventRow = {
  id: string;
  event: string;
  bookedOn: string;
  bookedAt: string | null;
  /** The bill's sums before and after; null for its issue. */
  before: Record<string, string> | null;
  after: Record<string, string> | null;
  paymentId: string | null;
};

/** What moved a bill's money since it was issued, in order. Read over the whole operator: a customer's scope has no books. */
export const readBillEvents = (sql: Sql, billId: string): Promise<BillEventRow[]> =>
  sql.query<BillEventRow>(
    `select j.id, j.event, j.booked_on as "bookedOn", l.created_at as "bookedAt", j.details -> 'before' as before,
       j.details -> 'after' as after, l.payment_id as "paymentId"
     from journal j
     left join allocation l on l.operator_id = j.operator_id and l.billing_account_id = j.billing_account_id
       and l.bill_id = j.bill_id and l.event = j.event and l.source_id = j.source_id
     where j.bill_id = $1::uuid order by j.id`,
    [billId],
  );
