import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type OpenItem = {
  billingAccountId: string;
  billId: string;
  number: string;
  kind: 'bill' | 'debit_note';
  issuedOn: string;
  dueOn: string;
  currency: string;
  totalMinor: bigint;
  creditedMinor: bigint;
  collectedMinor: bigint;
  writtenOffMinor: bigint;
  disputedMinor: bigint;
  openMinor: bigint;
};

/** Bills of an account of which something is open or written off, or which are below nothing; due first first. */
export const readOpenItems = (sql: Sql, billingAccountId: string): Promise<OpenItem[]> =>
  sql.query<OpenItem>(
    `${SELECT} where i.billing_account_id = $1::uuid and (i.open_minor <> 0 or i.written_off_minor > 0)
     order by i.due_on, i.bill_id`,
    [billingAccountId],
  );

/**
 * The same in one currency, with those that are written off, locked until the transaction ends. Whoever moves money between an account's credit and several bills locks
 * the bills first, in the order of their ids, and the credit after: as `moveBill` does for one.
 */
export const lockOpenItems = (sql: Sql, billingAccountId: string, currency: string): Promise<OpenItem[]> =>
  lockItemsOfAccounts(sql, [{ billingAccountId, currency }]);

/** The same of several accounts, each in a currency. */
export const lockItemsOfAccounts = (
  sql: Sql,
  accounts: readonly { billingAccountId: string; currency: string }[],
): Promise<OpenItem[]> =>
  sql.query<OpenItem>(
    `${SELECT} join unnest($1::uuid[], $2::text[]) as k(id, currency) on i.billing_account_id = k.id and i.currency = k.currency
     where i.open_minor <> 0 or i.written_off_minor > 0
     order by i.bill_id for update of i`,
    [accounts.map(({ billingAccountId }) => billingAccountId), accounts.map(({ currency }) => currency)],
  );

/** Bills that a payment is on, locked. */
export const lockItemsOfPayment = (
  sql: Sql,
  billingAccountId: string,
  paymentId: string,
): Promise<OpenItem[]> =>
  sql.query<OpenItem>(
    `${SELECT} where i.billing_account_id = $1::uuid
       and i.bill_id in (select l.bill_id from allocation l where l.payment_id = $2::uuid)
     order by i.bill_id for update of i`,
    [billingAccountId, paymentId],
  );

/** Bills that a payment is on, and those that it is to be on (by id or number), locked; no other of the account. */
export const lockItemsToMove = (
  sql: Sql,
  payment: { id: string; billingAccountId: string; currency: string },
  named: readonly string[],
): Promise<OpenItem[]> =>
  sql.query<OpenItem>(
    `${SELECT} where i.billing_account_id = $1::uuid and i.currency = $3
       and (i.bill_id in (select l.bill_id from allocation l where l.payment_id = $2::uuid)
         or i.bill_id = any($5::uuid[]) or b.number = any($4))
     order by i.bill_id for update of i`,
    [payment.billingAccountId, payment.id, payment.currency, named, named.map(uuidOrNull)],
  );

/** Those of these bills that are issued. */
export const readItemsOfBills = (
  sql: Sql,
  bills: readonly { id: string; billingAccountId: string }[],
): Promise<OpenItem[]> =>
  sql.query<OpenItem>(
    `${SELECT} join unnest($1::uuid[], $2::uuid[]) as k(account_id, bill_id)
       on i.billing_account_id = k.account_id and i.bill_id = k.bill_id`,
    [bills.map(({ billingAccountId }) => billingAccountId), bills.map(({ id }) => id)],
  );

/** All bills of an account that money is on, locked; what a payment may be taken back from. As many as it ever paid. */
export const lockPaidItems = (sql: Sql, billingAccountId: string, currency: string): Promise<OpenItem[]> =>
  sql.query<OpenItem>(
    `${SELECT} where i.billing_account_id = $1::uuid and i.currency = $2 and (i.collected_minor > 0 or i.open_minor <> 0)
     order by i.bill_id for update of i`,
    [billingAccountId, currency],
  );

export async function findOpenItem(sql: Sql, billId: string): Promise<OpenItem | null> {
  const [row] = await sql.query<OpenItem>(`${SELECT} where b.id = $1::uuid`, [uuidOrNull(billId)]);
  return row ?? null;
}

const SELECT = `
  select i.billing_account_id as "billingAccountId", i.bill_id as "billId", b.number, b.kind, i.issued_on as "issuedOn", i.due_on as "dueOn", i.currency, i.total_minor as "totalMinor",
    i.credited_minor as "creditedMinor", i.collected_minor as "collectedMinor", i.written_off_minor as "writtenOffMinor",
    i.disputed_minor as "disputedMinor", i.open_minor as "openMinor"
  from open_item i
  join claim b on b.operator_id = i.operator_id and b.billing_account_id = i.billing_account_id and b.id = i.bill_id`;

export type PaymentOnBill = { billId: string; number: string; amountMinor: bigint; lastBookedOn: string };

/** What of a payment is on which bill by its own allocations, the newest first. */
export const readPaymentOnBills = (sql: Sql, paymentId: string): Promise<PaymentOnBill[]> =>
  readPaymentsOnBills(sql, [paymentId]);

/** The same of several payments. */
export const readPaymentsOnBills = (
  sql: Sql,
  paymentIds: readonly string[],
): Promise<(PaymentOnBill & { paymentId: string })[]> =>
  sql.query<PaymentOnBill & { paymentId: string }>(
    `select l.payment_id as "paymentId", l.bill_id as "billId", b.number, sum(l.amount_minor)::int8 as "amountMinor", max(l.booked_on) as "lastBookedOn"
     from allocation l
     join claim b on b.operator_id = l.operator_id and b.billing_account_id = l.billing_account_id and b.id = l.bill_id
     where l.payment_id = any($1::uuid[])
     group by l.payment_id, l.bill_id, b.number having sum(l.amount_minor) > 0 order by max(l.id::text) desc`,
    [paymentIds],
  );

/** Whose account it is and in what it pays. */
export type PayingAccount = {
  id: string;
  number: string;
  name: string;
  currency: string;
  customerId: string;
};

/** One account by id or number. */
export async function findPayingAccount(sql: Sql, idOrNumber: string): Promise<PayingAccount | null> {
  const [row] = await findPayingAccounts(sql, [idOrNumber]);
  return row ?? null;
}

/** Accounts by their ids or numbers. */
export const findPayingAccounts = (sql: Sql, idsOrNumbers: readonly string[]): Promise<PayingAccount[]> =>
  sql.query<PayingAccount>(
    `select id, number, name, currency, customer_id as "customerId" from billing_account
     where id = any($2::uuid[]) or number = any($1)`,
    [idsOrNumbers, idsOrNumbers.map(uuidOrNull)],
  );

/** In which currencies accounts can take money: their own, and those of bills that are open; by the accounts' ids. */
export async function readPayableCurrencies(
  sql: Sql,
  billingAccountIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ id: string; currency: string }>(
    `select id, currency from billing_account where id = any($1::uuid[])
     union select billing_account_id, currency from open_item where billing_account_id = any($1::uuid[]) and open_minor <> 0
     order by 1, 2`,
    [billingAccountIds],
  );
  const found = new Map<string, string[]>();
  for (const { id, currency } of rows) found.set(id, [...(found.get(id) ?? []), currency]);
  return found;
}

/** The operator as a party of its books, and its day at an instant. */
export async function readBookkeeper(
  sql: Sql,
  operatorId: string,
  now: string,
): Promise<{ partyId: string; today: string }> {
  const [row] = await sql.query<{ partyId: string; today: string }>(
    `select party_id as "partyId", ($2::timestamptz at time zone time_zone)::date as today from operator where id = $1::uuid`,
    [operatorId, now],
  );
  return row!;
}
