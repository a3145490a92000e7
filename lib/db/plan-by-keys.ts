import { createHash } from 'node:crypto';
import type { Sql } from '@/lib/db/tenant';

/**
 * For the transaction of a chunk: a statement goes by index, one look-up for each account it was given, and its plan is kept by the
 * connection. A run fills tables faster than their statistics follow, and a planner that believes an operator's rows few reads all
 * of them for every chunk (issuing 10,000 bills: 50 s against 4 s); and with row-level security a plan costs milliseconds, of
 * which a chunk has fifty.
 * Without `waitForDisk` the commit does not wait for its log: for what is done again by itself when a server that loses its power
 * takes it back, as a chunk of drafts is. The next commit that waits makes all before it last.
 */
export async function planByKeys(
  sql: Sql,
  { waitForDisk = true }: { waitForDisk?: boolean } = {},
): Promise<Sql> {
  await sql.query(waitForDisk ? `select ${SETTINGS}` : `select ${SETTINGS}, ${SOON}`);
  return {
    query: (text, params, name) => sql.query(text, params, name ?? nameOf(text)),
    copy: (table, columns, rows) => sql.copy(table, columns, rows),
    bytes: (query) => sql.bytes(query),
  };
}

const SOON = `set_config('synchronous_commit', 'off', true)`;

const SETTINGS = `set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true),
  set_config('random_page_cost', '1', true), set_config('jit', 'off', true),
  set_config('plan_cache_mode', 'force_generic_plan', true)`;

// The texts are few: a chunk's statements are written down in lib/db.
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `chunk_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
