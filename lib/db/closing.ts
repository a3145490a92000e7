import type { Sql } from '@/lib/db/tenant';

/** Ends what is still there of these accounts on a day, and closes them: their final bills are being issued. */
export async function closeAccounts(sql: Sql, accountIds: readonly string[], on: string): Promise<void> {
  if (accountIds.length === 0) return;
  // A product that was to start later ends where it would have started: it never was.
  await sql.query(
    `update product set ended_on = greatest(started_on, $2::date)
     where billing_account_id = any($1::uuid[]) and (ended_on is null or ended_on > $2::date)`,
    [accountIds, on],
  );
  await sql.query(`update billing_account set state = 'closed' where id = any($1::uuid[])`, [accountIds]);
}
