import type { Sql } from '@/lib/db/tenant';
import type { PayoutState } from '@/lib/domain/settlement/payout-state';

export type PayoutApproval = { approvedById: string; approvedBy: string; approvedAt: string };

export type PayoutToSeal = { id: string; state: PayoutState; number: string };

/**
 * Approves payouts and seals each: `content_hash` is the SHA-256 of its number, conditions, amounts, document, rates, approver and every
 * row, as they are stored, so that it can be computed again from them. The rows are hashed by ten thousand, and those hashes again,
 * because a payout may have more rows than a text can hold.
 */
export async function sealPayouts(
  sql: Sql,
  payouts: readonly PayoutToSeal[],
  { approvedById, approvedBy, approvedAt }: PayoutApproval,
): Promise<void> {
  await sql.query(
    `update payout p set state = d.state, number = d.number, approved_by = $4, approved_at = $5::timestamptz, approved_by_id = $6,
       content_hash = sha256(convert_to(concat_ws(E'\\n', 'tributary-payout-2', d.number, p.party_id, coalesce(p.agreement_id::text, '-'), p.currency,
         p.through_on, p.conditions, concat_ws(' ', p.balance_minor, p.fee_minor, p.reserve_minor, p.tax_minor, p.carried_minor, p.amount_minor,
           p.taxable_minor, p.reservable_minor), coalesce(p.reserve_until_on::text, '-'), p.document, coalesce((
           select string_agg(concat_ws(' ', r.currency, trim_scale(r.rate), r.source, r.valid_on, r.amount_minor, r.payout_minor), E'\\n' order by r.currency)
           from payout_rate r where r.operator_id = p.operator_id and r.payout_id = p.id), '-'), $6::text, ${ROWS}), 'UTF8'))
     from unnest($1::uuid[], $2::text[], $3::text[]) as d(id, state, number)
     where p.id = d.id`,
    [
      payouts.map(({ id }) => id),
      payouts.map(({ state }) => state),
      payouts.map(({ number }) => number),
      ...[approvedBy, approvedAt, approvedById],
    ],
  );
}

const ROWS = `(
  select encode(sha256(coalesce(string_agg(c.hash, ''::bytea order by c.chunk), ''::bytea)), 'hex')
  from (
    select x.chunk, sha256(convert_to(string_agg(concat_ws(' ', x.journal_id, x.position, x.event, x.source_id, x.currency, x.amount_minor,
      x.payout_minor), E'\\n' order by x.journal_id, x.position), 'UTF8')) as hash
    from (select e.*, (row_number() over (order by e.journal_id, e.position) - 1) / 10000 as chunk
          from payable_entry e where e.operator_id = p.operator_id and e.payout_id = p.id) x
    group by x.chunk) c)`;
