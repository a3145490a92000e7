import { OWES_CYCLE } from '@/lib/db/expectations';
import type { Sql } from '@/lib/db/tenant';

/** The ended cycles that a partner still owes a bill for, the most pressing first. In the operator's scope. */
export const listExpectedCycleIds = (sql: Sql, partnerId: string, at: string): Promise<{ id: string }[]> =>
  sql.query<{ id: string }>(
    `select c.id from billing_cycle c
     join party y on y.operator_id = c.operator_id and y.id = $1::uuid
     where c.to_at <= $2::timestamptz and ${OWES_CYCLE}
     order by c.cut_off_at, c.id limit 100`,
    [partnerId, at],
  );

/** The partners that have a folder of their own: those who bill or rate by themselves. */
export const listPartnerFolders = (sql: Sql): Promise<{ id: string; slug: string }[]> =>
  sql.query<{ id: string; slug: string }>(
    `select id, slug from party where kind = 'partner' and state = 'active' and rating_mode <> 'hub' order by slug`,
  );
