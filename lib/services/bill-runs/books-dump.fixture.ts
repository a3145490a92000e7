import type pg from 'pg';

/**
 * What a run has left behind, in words that do not depend on when or by whom it was done: no ids made on the way, no instants.
 * Two dumps are equal when, and only when, customers, partners and the books see the same.
 */
export async function dumpBooks(owner: pg.Client): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const [name, text] of Object.entries(BOOKS)) dump[name] = (await owner.query(text)).rows;
  return dump;
}

const BILL = `from bill b join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id`;
const PART = (table: string) =>
  `${BILL} join ${table} p on p.operator_id = b.operator_id and p.billing_account_id = b.billing_account_id and p.bill_id = b.id`;

/** One select a part, each ordered. */
export const BOOKS: Readonly<Record<string, string>> = {
  bills: `select a.number as account, b.number, b.state, b.kind, b.currency, b.net_minor, b.tax_minor, b.total_minor,
      b.amount_due_minor, encode(b.draft_hash, 'hex') as draft, encode(b.shares_hash, 'hex') as shares,
      encode(b.content_hash, 'hex') as content, b.issued_on, b.due_on, b.parties::text as parties
    ${BILL} order by a.number, b.period_from`,
  lines: `select a.number as account, p.position, p.line_key, p.kind, p.source_mode, p.description, p.quantity, p.exact,
      p.amount_minor, p.tax_category, p.tax_rate_ppm, p.steps::text as steps
    ${PART('bill_line')} order by a.number, b.period_from, p.position`,
  taxes: `select a.number as account, p.seller_id, p.category, p.rate_ppm, p.base_minor, p.tax_minor
    ${PART('bill_tax')} order by a.number, b.period_from, p.seller_id, p.category, p.rate_ppm`,
  invoices: `select a.number as account, p.seller_id, p.type_code, p.number, p.net_minor, p.tax_minor, p.total_minor, p.issued_on
    ${PART('invoice')} order by a.number, b.period_from, p.seller_id`,
  shares: `select a.number as account, l.line_key, p.party_id, p.term_id, p.agreement_id, p.amount_minor, p.steps::text as steps
    ${PART('line_share')} join bill_line l on l.operator_id = p.operator_id and l.billing_account_id = p.billing_account_id
      and l.id = p.line_id
    order by a.number, l.line_key, p.party_id`,
  postings: `select a.number as account, j.event, j.booked_on, p.position, p.account as ledger, p.party_id, p.currency,
      p.debit_minor, p.credit_minor
    from journal j join billing_account a on a.operator_id = j.operator_id and a.id = j.billing_account_id
    left join posting p on p.operator_id = j.operator_id and p.billing_account_id = j.billing_account_id and p.journal_id = j.id
    order by a.number, j.booked_on, p.position`,
  series: 'select party_id, series, last_number from number_series order by party_id, series',
  terms: 'select term_id, base_minor, earned_minor from term_total order by term_id',
  events: `select type, payload->>'number' as number, count(*)::int from outbox_event where type in ('bill.issued', 'adjustment.billed') group by 1, 2 order by 1, 2`,
  adjustments: `select a.number as account, j.id, j.state, b.number, b.state as bill from adjustment j
    join billing_account a on a.operator_id = j.operator_id and a.id = j.billing_account_id
    left join bill b on b.operator_id = j.operator_id and b.billing_account_id = j.billing_account_id and b.id = j.bill_id order by j.id`,
  partnerLines: 'select line_no, bill_line_key from partner_bill_line order by line_no',
  // Cycles without a run may be the clock's doing.
  cycles: `select n, state from billing_cycle c where exists (select from bill_run r where r.cycle_id = c.id) order by n`,
  runs: `select r.state, a.state as account, a.change, count(*)::int, sum(a.total_minor) as total
    from bill_run r join bill_run_account a on a.operator_id = r.operator_id and a.run_id = r.id
    group by 1, 2, 3 order by 1, 2, 3`,
};
