import type { PaymentFileKind } from '@/lib/db/payment-files';
import type { Sql } from '@/lib/db/tenant';
import type { NamedAccount, PayersBill } from '@/lib/domain/settlement/match-credit';
import { refundIdOf, refundReference } from '@/lib/domain/settlement/refund-reference';

/** Whose the numbers are that payers wrote, among issued bills, their invoices, and accounts; exactly as they are, in capitals. */
export async function findNamed(sql: Sql, numbers: readonly string[]): Promise<NamedAccount[]> {
  if (numbers.length === 0) return [];
  const rows = await sql.query<
    Omit<NamedAccount, 'bill'> & { billId: string | null; currency: string; openMinor: bigint }
  >(
    `with meant as (
       select 'bill' as by, b.number, b.billing_account_id, b.id as bill_id from claim b
       where b.number = any($1)
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
     order by m.by, m.bill_id`,
    [numbers, numbers.map((number) => number.toLowerCase())],
  );
  return rows.map(({ billId, currency, openMinor, ...named }) => ({
    ...named,
    bill: billId === null ? null : { id: billId, currency, openMinor },
  }));
}

export type AskedPayer = {
  account: string | null;
  name: string | null;
  amountMinor: bigint;
  currency: string;
};

/**
 * Open bills of exactly an amount, of accounts that its payer is known for: by earlier payments, or because it is the customer's name. One
 * list for each who is asked for.
 */
export async function findPayersBills(sql: Sql, asked: readonly AskedPayer[]): Promise<PayersBill[][]> {
  const found: PayersBill[][] = asked.map(() => []);
  const known = asked.flatMap((payer, n) =>
    payer.account === null && payer.name === null ? [] : { ...payer, n },
  );
  if (known.length === 0) return found;
  const rows = await sql.query<Omit<PayersBill, 'bill'> & { n: number; billId: string; openMinor: bigint }>(
    `with asked as materialized (
       select n, account, lower(name) as name, amount, currency
       from unnest($1::int[], $2::text[], $3::text[], $4::int8[], $5::text[]) as x(n, account, name, amount, currency)
     ), payers as (
       select q.n, 'payer_account' as by, p.billing_account_id from asked q join payment p on p.payer_iban = q.account
       where p.billing_account_id is not null
       union
       select q.n, 'payer_name', p.billing_account_id from asked q join payment p on p.payer_key = q.name
       where p.billing_account_id is not null
       union
       select q.n, 'payer_name', a.id from asked q join party c on c.name_key = q.name
       join billing_account a on a.operator_id = c.operator_id and a.customer_id = c.id where c.kind = 'customer'
       union
       select q.n, 'payer_name', a.id from asked q join party c on c.legal_name_key = q.name
       join billing_account a on a.operator_id = c.operator_id and a.customer_id = c.id where c.kind = 'customer'
     )
     select y.n, y.by, y.billing_account_id as "accountId", i.bill_id as "billId", i.open_minor as "openMinor"
     from payers y
     join asked q on q.n = y.n
     join open_item i on i.billing_account_id = y.billing_account_id
     where i.open_minor = q.amount and i.currency = q.currency and i.open_minor <> 0
     order by y.n, y.by, i.due_on, i.bill_id`,
    [
      known.map(({ n }) => n),
      known.map(({ account }) => account),
      known.map(({ name }) => name),
      known.map(({ amountMinor }) => amountMinor),
      known.map(({ currency }) => currency),
    ],
  );
  for (const { n, billId, openMinor, ...of } of rows)
    found[n]!.push({ ...of, bill: { id: billId, openMinor } });
  return found;
}

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
       select 1 as rank, 'reference' as by, b.billing_account_id, b.id as bill_id from claim b
       where b.number = any($1)
       union all
       select 1, 'reference', v.billing_account_id, v.bill_id from invoice v where v.number = any($1)
       union all
       select 1, 'reference', a.id, null from billing_account a where a.number = any($1)
       union all
       select 2, 'payer_account', p.billing_account_id, null from payment p
       where p.payer_iban = $2 and p.billing_account_id is not null
       union all
       select 3, 'payer_name', p.billing_account_id, null from payment p
       where p.payer_key = lower($3) and p.billing_account_id is not null
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
     left join claim b on b.operator_id = a.operator_id and b.billing_account_id = a.id and b.id = f.bill_id
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

/** What a payment file paid: a payout by its number, a refund by its reference. */
export type FileTransfer = {
  kind: PaymentFileKind;
  reference: string;
  amountMinor: bigint;
  currency: string;
};

/** Payouts and refunds by what the bank was told they are called, and those that went to it in one file by the message id that we gave it. */
export async function findTransfers(
  sql: Sql,
  references: readonly string[],
  messageIds: readonly string[],
): Promise<{ byReference: Map<string, FileTransfer>; ofFile: Map<string, FileTransfer[]> }> {
  const byReference = new Map<string, FileTransfer>();
  const ofFile = new Map<string, FileTransfer[]>();
  if (references.length + messageIds.length === 0) return { byReference, ofFile };
  const ids = references.flatMap((reference) => refundIdOf(reference) ?? []);
  type Found = Omit<FileTransfer, 'reference'> & {
    messageId: string | null;
    number: string | null;
    id: string;
  };
  const rows = await sql.query<Found>(
    `select null as "messageId", 'payouts' as kind, p.id, p.number, p.amount_minor as "amountMinor", p.currency::text as currency
     from payout p where p.number = any($1)
     union all
     select null, 'refunds', r.id, null, r.amount_minor, r.currency::text from refund r where r.id = any($3::uuid[])
     union all
     select f.message_id, f.kind, p.id, p.number, p.amount_minor, p.currency::text
     from payment_file f join payout p on p.operator_id = f.operator_id and p.file_id = f.id
     where f.message_id = any($2) and p.number is not null
     union all
     select f.message_id, f.kind, r.id, null, r.amount_minor, r.currency::text
     from payment_file f join refund r on r.operator_id = f.operator_id and r.file_id = f.id
     where f.message_id = any($2) order by 4, 3`,
    [references, messageIds, ids],
  );
  for (const { messageId, number, id, ...of } of rows) {
    const transfer = { ...of, reference: number ?? refundReference(id) };
    if (messageId === null) byReference.set(transfer.reference, transfer);
    else ofFile.set(messageId, [...(ofFile.get(messageId) ?? []), transfer]);
  }
  return { byReference, ofFile };
}

/** Whether another entry than this one paid a transfer, or brought it back. */
export async function isTransferOfOther(
  sql: Sql,
  told: { kind: PaymentFileKind; reference: string; outcome: 'paid' | 'rejected'; entryId: string },
): Promise<boolean> {
  const others = await sql.query(
    `select from bank_entry where ${OF_KIND[told.kind]} and kind = 'entry' and why = $2 and id <> $3::uuid limit 1`,
    [told.reference, told.outcome, told.entryId],
  );
  return others.length > 0;
}

/** In the words of the two indexes. */
const OF_KIND: Readonly<Record<PaymentFileKind, string>> = {
  payouts: "why_details->'payouts' @> to_jsonb($1::text) and state = 'payout'",
  refunds: "why_details->'refunds' @> to_jsonb($1::text) and state = 'refund'",
};
