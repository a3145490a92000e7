import type { Sql } from '@/lib/db/tenant';

/** What a letter about an account says of it. */
export const readAlertAccounts = (
  sql: Sql,
  ids: readonly string[],
): Promise<{ id: string; number: string; name: string; language: string }[]> =>
  sql.query('select id, number, name, language from billing_account where id = any($1::uuid[])', [ids]);
