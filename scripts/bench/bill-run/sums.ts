import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';

export type BookSums = Record<string, string>;

/** Counts and sums over everything a run and its issue write for an operator, the length of the explanations with it. */
export async function readSums(owner: pg.Client, { world, spec }: VolumeWorld): Promise<BookSums> {
  // Just written, the tables have no statistics: the planner would look up every line for every bill.
  await owner.query('analyze bill, bill_line, line_share, posting');
  const { rows } = await owner.query<BookSums>(SUMS, [world.operatorId, spec.open.id]);
  return rows[0]!;
}

/** Two sides are compared only on equal work. Fails: throws with what differs. */
export function requireEqualSums(a: BookSums, b: BookSums, who: string): void {
  if (isDeepStrictEqual(a, b)) return;
  const different = Object.keys(a).filter((name) => a[name] !== b[name]);
  const words = different.map((name) => `${name} ${a[name]} ≠ ${b[name]}`);
  throw new Error(`${who} did not write the same: ${words.join(', ')}`);
}

const SUMS = `
  select
    (select concat_ws(' ', count(*), sum(net_minor), sum(tax_minor), sum(total_minor), sum(length(parties::text)), count(number))
     from bill where operator_id = $1 and cycle_id = $2) as bills,
    (select concat_ws(' ', count(*), sum(l.amount_minor), trim_scale(sum(l.exact)), trim_scale(sum(l.quantity)), sum(l.position))
     from bill_line l join bill b using (operator_id, billing_account_id)
     where operator_id = $1 and b.id = l.bill_id and b.cycle_id = $2) as lines,
    (select concat_ws(' ', sum(length(l.steps::text)))
     from bill_line l join bill b using (operator_id, billing_account_id)
     where operator_id = $1 and b.id = l.bill_id and b.cycle_id = $2) as explanations,
    (select concat_ws(' ', count(*), sum(base_minor), sum(tax_minor)) from bill_tax where operator_id = $1) as taxes,
    (select concat_ws(' ', count(*), sum(total_minor), count(number)) from invoice where operator_id = $1) as invoices,
    (select string_agg(sums, ', ' order by sums) from (
       select concat_ws(' ', count(*), sum(amount_minor), sum(length(steps::text)), count(agreement_id), count(term_id)) as sums
       from line_share where operator_id = $1 and cycle_id = $2 group by party_id) s) as shares,
    (select string_agg(sums, ', ' order by sums) from (
       select concat_ws(' ', account, count(*), sum(debit_minor), sum(credit_minor)) as sums
       from posting where operator_id = $1 group by account) p) as postings,
    (select concat_ws(' ', count(*)) from outbox_event where operator_id = $1 and type = 'bill.issued') as events,
    (select string_agg(concat_ws(' ', series, last_number), ', ' order by series) from number_series where operator_id = $1) as numbers,
    (select concat_ws(' ', count(*), sum(total_minor)) from bill_run_account where operator_id = $1 and state = 'issued') as accounts`;
