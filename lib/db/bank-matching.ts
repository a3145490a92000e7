import type { Sql } from '@/lib/db/tenant';
import type { NamedAccount, PayersBill } from '@/lib/domain/settlement/match-credit';

/** Whose the numbers are that a payer wrote, among issued bills, their invoices, and accounts; exactly as they are, in capitals. */
export const findNamed = (sql: Sql, numbers: readonly string[]): Promise<NamedAccount[]> =>
  numbers.length === 0
    ? Promise.resolve([])
    : sql
        .query<Omit<NamedAccount, 'bill'> & { billId: string | null; currency: string; openMinor: bigint }>(
          `with meant as (
             select 'bill' as by, b.number, b.billing_account_id, b.id as bill_id from bill b
             where b.number = any($1) and b.state = 'issued'
             union
             select 'invoice', v.number, v.billing_account_id, v.bill_id from invoice v
             join bill b on b.operator_id = v.operator_id and b.billing_account_id = v.billing_account_id and b.id = v.bill_id
             where v.number = any($1) and b.state = 'issued'
             union
             select 'account', a.number, a.id, null from billing_account a where a.number = any($1) or a.number = any($2)
           )
           select m.by, m.number, m.billing_account_id as "accountId", m.bill_id as "billId", i.currency,
             coalesce(i.open_minor, 0) as "openMinor"
           from meant m
           left join open_item i on i.billing_account_id = m.billing_account_id and i.bill_id = m.bill_id
           order by array_position($1, upper(m.number)), m.by, m.bill_id`,
          [numbers, numbers.map((number) => number.toLowerCase())],
        )
        .then((rows) =>
          rows.map(({ billId, currency, openMinor, ...named }) => ({
            ...named,
            bill: billId === null ? null : { id: billId, currency, openMinor },
          })),
        );

/** Open bills of exactly an amount, of accounts that this payer is known for: by earlier payments, or because it is the customer's name. */
export const findPayersBills = (
  sql: Sql,
  payer: { account: string | null; name: string | null },
  money: { amountMinor: bigint; currency: string },
): Promise<PayersBill[]> =>
  payer.account === null && payer.name === null
    ? Promise.resolve([])
    : sql
        .query<Omit<PayersBill, 'bill'> & { billId: string; openMinor: bigint }>(
          `with payers as (
             select 'payer_account' as by, p.billing_account_id from payment p
             where p.payer_iban = $1 and p.billing_account_id is not null
             union
             select 'payer_name', p.billing_account_id from payment p
             where lower(p.payer_name) = lower($2) and p.billing_account_id is not null
             union
             select 'payer_name', a.id from party c
             join billing_account a on a.operator_id = c.operator_id and a.customer_id = c.id
             where c.kind = 'customer' and (lower(c.name) = lower($2) or lower(c.legal_name) = lower($2))
           )
           select y.by, y.billing_account_id as "accountId", i.bill_id as "billId", i.open_minor as "openMinor"
           from payers y
           join open_item i on i.billing_account_id = y.billing_account_id
           where i.open_minor = $3 and i.currency = $4 and i.open_minor <> 0
           order by y.by, i.due_on, i.bill_id`,
          [payer.account, payer.name, money.amountMinor, money.currency],
        )
        .then((rows) =>
          rows.map(({ billId, openMinor, ...of }) => ({ ...of, bill: { id: billId, openMinor } })),
        );

export type SuggestedAccount = {
  accountId: string;
  number: string;
  name: string;
  customer: string;
  by: 'reference' | 'payer_account' | 'payer_name' | 'amount' | 'similar_name';
  /** Minor units as text: it comes out of JSON. */
  bill: { id: string; number: string; openMinor: string } | null;
};

/**
 * Accounts whose money it may be, each with the likeliest reason first: a number that was written, the payer's bank account or name, an open
 * bill of exactly this amount, a customer of a name like it. At most five.
 */
export const suggestAccounts = (
  sql: Sql,
  entry: {
    numbers: readonly string[];
    payerAccount: string | null;
    payerName: string | null;
    amountMinor: bigint;
    currency: string;
  },
): Promise<SuggestedAccount[]> =>
  sql.query<SuggestedAccount>(
    `with found as (
       select 1 as rank, 'reference' as by, b.billing_account_id, b.id as bill_id from bill b
       where b.number = any($1) and b.state = 'issued'
       union all
       select 1, 'reference', v.billing_account_id, v.bill_id from invoice v where v.number = any($1)
       union all
       select 1, 'reference', a.id, null from billing_account a where a.number = any($1)
       union all
       select 2, 'payer_account', p.billing_account_id, null from payment p
       where p.payer_iban = $2 and p.billing_account_id is not null
       union all
       select 3, 'payer_name', p.billing_account_id, null from payment p
       where lower(p.payer_name) = lower($3) and p.billing_account_id is not null
       union all
       (select 4, 'amount', i.billing_account_id, i.bill_id from open_item i
        where i.open_minor = $4 and i.currency = $5 and i.open_minor > 0 order by i.due_on limit 20)
       union all
       (select 5, 'similar_name', a.id, null from party c
        join billing_account a on a.operator_id = c.operator_id and a.customer_id = c.id
        where c.kind = 'customer' and $3::text is not null and c.name ilike '%' || $6 || '%' order by a.number limit 20)
     ), best as (
       select distinct on (billing_account_id) * from found order by billing_account_id, rank, bill_id
     )
     select a.id as "accountId", a.number, a.name, c.name as customer, f.by,
       case when b.id is not null then json_build_object('id', b.id, 'number', b.number, 'openMinor', i.open_minor::text) end as bill
     from best f
     join billing_account a on a.id = f.billing_account_id
     join party c on c.operator_id = a.operator_id and c.id = a.customer_id
     left join bill b on b.operator_id = a.operator_id and b.billing_account_id = a.id and b.id = f.bill_id and b.state = 'issued'
     left join open_item i on i.operator_id = b.operator_id and i.billing_account_id = b.billing_account_id and i.bill_id = b.id
     order by f.rank, a.number limit 5`,
    [
      ...[entry.numbers, entry.payerAccount, entry.payerName, entry.amountMinor, entry.currency],
      firstWord(entry.payerName),
    ],
  );

/** What of a name tells most: its first word that is longer than a title. */
const firstWord = (name: string | null): string =>
  (name?.split(/\s+/).find((word) => word.length > 3) ?? name ?? '').replace(/[\\%_]/g, '\\$&');

export type ReturnedPayment = { id: string; leftMinor: bigint; receivedOn: string };

/** Payments that a returned debit can be of, by the reference both have: the bank took back less of them, whatever was given back. */
export const findReturnedPayments = (
  sql: Sql,
  endToEndId: string,
  money: { amountMinor: bigint; currency: string },
): Promise<ReturnedPayment[]> =>
  sql.query<ReturnedPayment>(
    `select p.id, p.amount_minor - p.reversed_minor as "leftMinor", p.received_on as "receivedOn" from payment p
     where p.currency = $3 and p.amount_minor - p.reversed_minor >= $2 and p.id in (
       select q.id from payment q where q.reference = $1
       union select e.payment_id from bank_entry e where e.end_to_end_id = $1 and e.payment_id is not null and e.amount_minor > 0)
     order by p.received_on desc, p.id desc limit 3`,
    [endToEndId, money.amountMinor, money.currency],
  );

export type FilePayout = { number: string; amountMinor: bigint; currency: string };

/** Payouts that went to the bank in one file, by the message id that we gave it. */
export const listPayoutsOfFile = (sql: Sql, messageId: string): Promise<FilePayout[]> =>
  sql.query<FilePayout>(
    `select p.number, p.amount_minor as "amountMinor", p.currency::text as currency
     from payment_file f join payout p on p.operator_id = f.operator_id and p.file_id = f.id
     where f.message_id = $1 and p.number is not null order by p.number`,
    [messageId],
  );

export async function findPayoutByNumber(sql: Sql, number: string): Promise<FilePayout | null> {
  const [row] = await sql.query<FilePayout>(
    'select number, amount_minor as "amountMinor", currency::text as currency from payout where number = $1',
    [number],
  );
  return row ?? null;
}

/** Whether another entry than this one paid a payout, or brought it back. */
export async function isPayoutOfOther(
  sql: Sql,
  { number, outcome, entryId }: { number: string; outcome: 'paid' | 'rejected'; entryId: string },
): Promise<boolean> {
  const others = await sql.query(
    `select from bank_entry where why_details->'payouts' @> to_jsonb($1::text) and state = 'payout' and kind = 'entry' and why = $2
       and id <> $3::uuid limit 1`,
    [number, outcome, entryId],
  );
  return others.length > 0;
}
