import type { Sql } from '@/lib/db/tenant';

/** What waits for a person of the operator before money goes on. */
export type WaitingMoney = {
  disputes: number;
  bankEntries: number;
  payments: number;
  payouts: number;
  refunds: number;
  bankDetails: number;
  writeOffs: number;
};

/** Each count reads an index of just what waits, so it costs as much as there is to do. */
export async function countWaitingMoney(sql: Sql): Promise<WaitingMoney> {
  const [counts] = await sql.query<WaitingMoney>(
    `select
       (select count(*)::int from dispute where state in ('with_operator', 'answered', 'escalated')) as disputes,
       (select count(*)::int from bank_entry where state = 'unmatched' and payment_id is null) as "bankEntries",
       (select count(*)::int from payment where state = 'unmatched') as payments,
       (select count(*)::int from payout where state = 'review') as payouts,
       (select count(*)::int from refund where state = 'requested' and method = 'bank_transfer') as refunds,
       (select count(*)::int from bank_details where state = 'proposed') as "bankDetails",
       (select count(*)::int from write_off where state = 'waiting') as "writeOffs"`,
  );
  return counts!;
}
