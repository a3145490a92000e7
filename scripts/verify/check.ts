import type { Client } from 'pg';

/**
 * One check of the stored books. Its SQL answers one row: `checked`, how many things it looked at, and `faults`, up to
 * five of those that are wrong, in words. It shares nothing with the code that wrote the books.
 */
export type Check = { id: string; claim: string; sql: string };

export type Finding = { id: string; claim: string; checked: number; faults: string[] };

export async function runCheck(client: Client, check: Check): Promise<Finding> {
  const { rows } = await client.query<{ checked: string; faults: string[] | null }>(check.sql);
  const row = rows[0]!;
  return { id: check.id, claim: check.claim, checked: Number(row.checked), faults: row.faults ?? [] };
}

/** `of`: a select of (ok boolean, fault text), one row a thing looked at. */
export const oneRowEach = (of: string): string =>
  `select count(*) as checked, (array_agg(fault order by fault) filter (where ok is not true))[1:5] as faults from (${of}) looked`;
