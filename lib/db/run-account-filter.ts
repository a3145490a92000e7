import { containing } from '@/lib/db/keyset';

/** Which accounts of a run are meant: what is left out does not narrow; nothing at all is every account of the run. */
export type RunAccountFilter = {
  accountIds?: readonly string[] | undefined;
  /** Of accounts; beside `accountIds`, not among them. */
  numbers?: readonly string[] | undefined;
  /** Slugs. */
  customers?: readonly string[] | undefined;
  /** Slugs of parties with a line on the account's bill. */
  suppliers?: readonly string[] | undefined;
  currencies?: readonly string[] | undefined;
  /** In the minor units of `currencies`, of which there is then one. */
  totalUpToMinor?: bigint | undefined;
  states?: readonly string[] | undefined;
  changes?: readonly string[] | undefined;
  /** Of any of the account's findings. */
  severities?: readonly string[] | undefined;
  codes?: readonly string[] | undefined;
  /** Neither errors nor warnings. */
  withoutFindings?: boolean | undefined;
  /** Held, or let go, by a person. */
  said?: readonly string[] | undefined;
  cohortId?: string | undefined;
  /** Found in the account's number or name, or the customer's name. */
  q?: string | undefined;
};

/**
 * The condition on `bill_run_account r`, its run `n`, its account `a` and its customer `y`. Only what narrows is in it, so that the
 * indexes are used. Parameters are added to `params`, in which the run's id is $1.
 */
export function runAccountWhere(filter: RunAccountFilter, params: unknown[]): string {
  const terms = ['r.run_id = $1::uuid'];
  const term = (value: unknown, text: (place: string) => string) => {
    terms.push(text(`$${params.push(value)}`));
  };
  const among = (values: readonly string[] | undefined, text: (place: string) => string) => {
    if (values && values.length > 0) term(values, text);
  };
  const { accountIds, numbers, totalUpToMinor, q } = filter;
  const byNumber =
    numbers && numbers.length > 0 ? ` or a.number = any($${params.push(numbers)}::text[])` : '';
  if (accountIds) term(accountIds, (at) => `(r.billing_account_id = any(${at}::uuid[])${byNumber})`);
  among(filter.customers, (at) => `y.slug = any(${at}::text[])`);
  among(filter.suppliers, (at) => `exists (${supplierLine(at)})`);
  among(filter.currencies, (at) => `a.currency = any(${at}::text[])`);
  if (totalUpToMinor !== undefined) term(totalUpToMinor, (at) => `r.total_minor <= ${at}::int8`);
  among(filter.states, (at) => `r.state = any(${at}::text[])`);
  among(filter.changes, (at) => `r.change = any(${at}::text[])`);
  among(
    filter.severities,
    (at) => `r.issues <> '[]' and exists (${finding(`severity' = any(${at}::text[])`)})`,
  );
  among(filter.codes, (at) => `r.issues <> '[]' and exists (${finding(`code' = any(${at}::text[])`)})`);
  if (filter.withoutFindings) {
    terms.push(`(r.issues = '[]' or not exists (${finding(`severity' in ('error', 'warning')`)}))`);
  }
  among(filter.said, (at) => `exists (${openHold} and h.kind = any(${at}::text[]))`);
  if (filter.cohortId) term(filter.cohortId, (at) => `r.cohort_id = ${at}::uuid`);
  if (q) term(containing(q), (at) => `(a.number ilike ${at} or a.name ilike ${at} or y.name ilike ${at})`);
  return terms.join(' and ');
}

/** What the condition speaks of. */
export const RUN_ACCOUNT_TABLES = `bill_run_account r
  join bill_run n on n.operator_id = r.operator_id and n.id = r.run_id
  join billing_account a on a.operator_id = r.operator_id and a.id = r.billing_account_id
  join party y on y.operator_id = a.operator_id and y.id = a.customer_id`;

const finding = (condition: string) =>
  `select from jsonb_array_elements(r.issues) as i(issue) where i.issue->>'${condition}`;

const supplierLine = (at: string) => `
  select from bill b
  join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id and l.bill_id = b.id
  join party s on s.operator_id = l.operator_id and s.id = l.supplier_id
  where b.operator_id = r.operator_id and b.billing_account_id = r.billing_account_id and b.cycle_id = n.cycle_id
    and b.kind = n.kind and b.state <> 'cancelled' and s.slug = any(${at}::text[])`;

const openHold = `select from account_hold h
  where h.operator_id = r.operator_id and h.billing_account_id = r.billing_account_id and h.cycle_id = n.cycle_id
    and h.ended_at is null`;
