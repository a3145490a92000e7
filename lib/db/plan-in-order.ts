import type { Sql } from '@/lib/db/tenant';

/**
 * For the transaction of a list that an index has in its order: the policies' conditions make the planner believe that there are hardly any
 * rows, and it would read and sort all of them for each page (150,000 postings: 3.7 s). Not for a list that is narrowed to few rows of many:
 * it would walk the index past all the others.
 */
export const planInOrder = (sql: Sql): Promise<unknown> =>
  sql.query(
    `select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
       set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
       set_config('jit', 'off', true)`,
  );
