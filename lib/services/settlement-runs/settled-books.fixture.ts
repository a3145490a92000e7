import type pg from 'pg';

/** What a settlement left, without the ids that differ from run to run: payouts, which of them has which entries, sums, and the books. */
export async function dumpSettled(owner: pg.Client, operatorId: string) {
  const rows = async (text: string) => (await owner.query(text, [operatorId])).rows;
  return {
    payouts: await rows(
      `select y.slug, p.state, p.number, p.currency, p.entries, p.balance_minor, p.fee_minor, p.reserve_minor, p.tax_minor, p.carried_minor,
         p.amount_minor, p.steps, p.document->'tax' as tax
       from payout p join party y on y.operator_id = p.operator_id and y.id = p.party_id
       where p.operator_id = $1 and p.state <> 'cancelled' order by y.slug`,
    ),
    entries: await rows(
      `select y.slug, e.event, e.currency, p.number, count(*), sum(e.amount_minor) as amount, sum(e.payout_minor) as paid
       from payable_entry e join party y on y.operator_id = e.operator_id and y.id = e.party_id
       left join payout p on p.operator_id = e.operator_id and p.id = e.payout_id
       where e.operator_id = $1 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    ),
    sums: await rows(
      `select y.slug, s.event, s.currency, s.entries, s.amount_minor, s.payout_minor
       from payout_sum s join party y on y.operator_id = s.operator_id and y.id = s.party_id
       where s.operator_id = $1 order by 1, 2, 3`,
    ),
    books: await rows(
      `select j.event, y.slug, g.account, g.currency, count(*), sum(g.debit_minor) as debit, sum(g.credit_minor) as credit
       from posting g join journal j on j.id = g.journal_id and j.operator_id = g.operator_id
       left join party y on y.operator_id = g.operator_id and y.id = g.party_id
       where g.operator_id = $1 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    ),
    events: await rows(
      `select type, count(*) from outbox_event where operator_id = $1 and type ~ '^(payout|settlement)' group by 1 order by 1`,
    ),
  };
}
