import { type Check, oneRowEach } from './check';

const NIL = `'00000000-0000-0000-0000-000000000000'`;

/** What the pages of the books show is what was posted. */
export const ledgerChecks: readonly Check[] = [
  {
    id: 'ledger.totals',
    claim: 'the kept balance of every account is the sum of its postings',
    sql: oneRowEach(`select (t.postings, t.debit, t.credit) is not distinct from (g.postings, g.debit, g.credit) as ok,
        format('%s of %s %s: kept %s/%s, posted %s/%s', account, party, currency, t.debit, t.credit, g.debit, g.credit) as fault
      from (
        select operator_id, account, party_id::text as party, currency, sum(postings) as postings, sum(debit_minor) as debit,
          sum(credit_minor) as credit
        from ledger_total group by 1, 2, 3, 4) t
      full join (
        select operator_id, account,
          case when account in ('receivable', 'customer_credit', 'customer_debt', 'loyalty_liability') then ${NIL} else party_id::text end as party,
          currency, count(*)::numeric as postings, sum(debit_minor) as debit, sum(credit_minor) as credit
        from posting group by 1, 2, 3, 4) g using (operator_id, account, party, currency)`),
  },
];
