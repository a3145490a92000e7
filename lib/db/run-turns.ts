import type { Sql } from '@/lib/db/tenant';

/** Holds a place in a line until the transaction ends; whoever asks for the same name waits for that. */
export async function lockTurn(sql: Sql, name: string): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtextextended('turn:' || $1, 0))`, [name]);
}
