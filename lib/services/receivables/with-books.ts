import { type Sql, withTenantSql } from '@/lib/db/tenant';
import type { Actor } from '@/lib/domain/access/actor';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { retrying } from '@/lib/services/retrying';

/**
 * The transaction of everything that moves money: over the whole operator, and run again from its start when PostgreSQL broke a deadlock,
 * because whoever moves money holds several locks. `run` does nothing that outlives a rollback.
 * Locks are taken in this order: the refund or payment, the bills by id, the account's credit.
 */
export const withBooks = <T>(actor: Actor, run: (sql: Sql) => Promise<T>): Promise<T> =>
  retrying(() => withTenantSql(operatorWide(actor), run));
