import { isUniqueViolation } from '@/lib/db/conflicts';
import type { Sql } from '@/lib/db/tenant';

/** What was written with numbers that were foretold; null, with nothing left of it, when others have given them meanwhile. */
export async function unlessGiven<Written>(sql: Sql, write: () => Promise<Written>): Promise<Written | null> {
  await sql.query('savepoint foretold');
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await sql.query('rollback to savepoint foretold');
    return null;
  }
}
