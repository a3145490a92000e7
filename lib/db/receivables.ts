import { newId } from '@/lib/db/id';
import type { JournalEvent } from '@/lib/db/ledger';
import type { Sql } from '@/lib/db/tenant';
import type { BillPosition } from '@/lib/domain/settlement/bill-position';

export type BillKey = { billingAccountId: string; billId: string };

export type OpenItemRow = BillKey & {
  currency: string;
  customerId: string;
  /** The operator as a party of its books. */
  operatorPartyId: string;
  totalMinor: bigint;
  collectedMinor: bigint;
  writtenOffMinor: bigint;
};

/** An issued bill's open item, locked until the transaction ends: all that moves a bill's money begins here. */
export async function lockOpenItem(sql: Sql, billId: string): Promise<OpenItemRow | null> {
  const [row] = await lockOpenItems(sql, [billId]);
  return row ?? null;
}

/** The same of several bills, in the order of their ids. */
export const lockOpenItems = (sql: Sql, billIds: readonly string[]): Promise<OpenItemRow[]> =>
  sql.query<OpenItemRow>(`${openItem} order by i.bill_id for update of i`, [billIds]);

/** As `lockOpenItem`, for what is only shown. */
export async function findOpenItem(sql: Sql, billId: string): Promise<OpenItemRow | null> {
  const [row] = await sql.query<OpenItemRow>(openItem, [[billId]]);
  return row ?? null;
}

const openItem = `select i.billing_account_id as "billingAccountId", i.bill_id as "billId", i.currency, a.customer_id as "customerId",
    o.party_id as "operatorPartyId", i.total_minor as "totalMinor", i.collected_minor as "collectedMinor",
    i.written_off_minor as "writtenOffMinor"
  from claim b
  join open_item i on i.operator_id = b.operator_id and i.billing_account_id = b.billing_account_id and i.bill_id = b.id
  join billing_account a on a.operator_id = i.operator_id and a.id = i.billing_account_id
  join operator o on o.id = i.operator_id
  where b.id = any($1::uuid[])`;

export type LineState = { lineId: string; creditedMinor: bigint; disputedMinor: bigint; isCredited: boolean };

/** What a bill is now: its open item, and its lines that changed. */
export type NewPosition = { bill: BillKey; position: BillPosition; lines: readonly LineState[] };

export async function savePositions(
  sql: Sql,
  operatorId: string,
  positions: readonly NewPosition[],
): Promise<void> {
  await sql.query(
    `update open_item i set credited_minor = d.credited, collected_minor = d.collected, written_off_minor = d.written_off,
       disputed_minor = d.disputed, open_minor = d.open, changed_at = now()
     from unnest($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[])
       as d(billing_account_id, bill_id, credited, collected, written_off, disputed, open)
     where i.billing_account_id = d.billing_account_id and i.bill_id = d.bill_id`,
    [
      positions.map(({ bill }) => bill.billingAccountId),
      positions.map(({ bill }) => bill.billId),
      positions.map(({ position }) => position.creditedMinor),
      positions.map(({ position }) => position.collectedMinor),
      positions.map(({ position }) => position.writtenOffMinor),
      positions.map(({ position }) => position.disputedMinor),
      positions.map(({ position }) => position.receivableMinor),
    ],
  );
  const lines = positions.flatMap(({ bill, lines: changed }) =>
    changed.map((line) => ({ ...bill, ...line })),
  );
  if (lines.length === 0) return;
  await sql.query(
    `insert into bill_line_state (operator_id, billing_account_id, bill_id, line_id, credited_minor, disputed_minor, is_credited)
     select $1::uuid, d.billing_account_id, d.bill_id, d.line_id, d.credited, d.disputed, d.is_credited
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int8[], $6::int8[], $7::bool[])
       as d(billing_account_id, bill_id, line_id, credited, disputed, is_credited)
     on conflict (operator_id, billing_account_id, bill_id, line_id) do update set credited_minor = excluded.credited_minor,
       disputed_minor = excluded.disputed_minor, is_credited = excluded.is_credited`,
    [
      operatorId,
      lines.map(({ billingAccountId }) => billingAccountId),
      lines.map(({ billId }) => billId),
      lines.map(({ lineId }) => lineId),
      lines.map(({ creditedMinor }) => creditedMinor),
      lines.map(({ disputedMinor }) => disputedMinor),
      lines.map(({ isCredited }) => isCredited),
    ],
  );
}

export type NewAllocation = BillKey & {
  paymentId: string | null;
  event: JournalEvent;
  sourceId: string;
  bookedOn: string;
  amountMinor: bigint;
};

/** Also kept as the payments' sums. */
export async function insertAllocations(
  sql: Sql,
  operatorId: string,
  allocations: readonly NewAllocation[],
): Promise<void> {
  if (allocations.length === 0) return;
  await sql.query(
    `insert into allocation (operator_id, billing_account_id, id, bill_id, payment_id, event, source_id, booked_on, amount_minor)
     select $1::uuid, d.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::date[], $9::int8[]) d`,
    [
      operatorId,
      allocations.map(({ billingAccountId }) => billingAccountId),
      allocations.map(() => newId()),
      allocations.map(({ billId }) => billId),
      allocations.map(({ paymentId }) => paymentId),
      allocations.map(({ event }) => event),
      allocations.map(({ sourceId }) => sourceId),
      allocations.map(({ bookedOn }) => bookedOn),
      allocations.map(({ amountMinor }) => amountMinor),
    ],
  );
  const ofPayments = allocations.filter(({ paymentId }) => paymentId !== null);
  if (ofPayments.length === 0) return;
  await sql.query(
    `update payment p set allocated_minor = p.allocated_minor + d.amount_minor
     from (select id, sum(amount)::int8 as amount_minor from unnest($1::uuid[], $2::int8[]) as x(id, amount) group by id) d
     where p.id = d.id`,
    [ofPayments.map(({ paymentId }) => paymentId), ofPayments.map(({ amountMinor }) => amountMinor)],
  );
}

export type CreditKey = { billingAccountId: string; currency: string };

/** One account's credit in a currency, as a key of maps. */
export const creditKey = ({ billingAccountId, currency }: CreditKey): string =>
  `${billingAccountId} ${currency}`;

/** Locks an account's credit, made at first use, and answers what there is. */
export async function lockCredit(
  sql: Sql,
  operatorId: string,
  billingAccountId: string,
  currency: string,
): Promise<bigint> {
  const key = { billingAccountId, currency };
  return (await lockCredits(sql, operatorId, [key])).get(creditKey(key))!;
}

/** The same of several accounts, in their order, so that two who do it cannot wait in a circle; by `creditKey`. */
export async function lockCredits(
  sql: Sql,
  operatorId: string,
  keys: readonly CreditKey[],
): Promise<Map<string, bigint>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<CreditKey & { creditMinor: bigint }>(
    `insert into account_credit as c (operator_id, billing_account_id, currency)
     select distinct $1::uuid, d.id, d.currency from unnest($2::uuid[], $3::text[]) as d(id, currency) order by 2, 3
     on conflict (operator_id, billing_account_id, currency) do update set credit_minor = c.credit_minor
     returning billing_account_id as "billingAccountId", currency, credit_minor as "creditMinor"`,
    [operatorId, keys.map(({ billingAccountId }) => billingAccountId), keys.map(({ currency }) => currency)],
  );
  return new Map(rows.map(({ creditMinor, ...key }) => [creditKey(key), creditMinor]));
}

/** Adds to an account's credit (below zero: spends it). The database refuses a credit below nothing. */
export const changeCredit = (
  sql: Sql,
  operatorId: string,
  billingAccountId: string,
  currency: string,
  byMinor: bigint,
): Promise<void> => changeCredits(sql, operatorId, [{ billingAccountId, currency, byMinor }]);

/** The same of several accounts; what concerns one account is summed. */
export async function changeCredits(
  sql: Sql,
  operatorId: string,
  given: readonly (CreditKey & { byMinor: bigint })[],
): Promise<void> {
  const changes = given.filter(({ byMinor }) => byMinor !== 0n);
  if (changes.length === 0) return;
  // Two statements: a row that is proposed and then not inserted is checked all the same.
  await lockCredits(sql, operatorId, changes);
  await addToCredits(sql, changes);
}

/** The same of credits that are locked already. */
export async function addToCredits(
  sql: Sql,
  changes: readonly (CreditKey & { byMinor: bigint })[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    `update account_credit c set credit_minor = c.credit_minor + d.by_minor
     from (select id, currency, sum(by_minor)::int8 as by_minor from unnest($1::uuid[], $2::text[], $3::int8[]) as x(id, currency, by_minor)
       group by 1, 2) d
     where c.billing_account_id = d.id and c.currency = d.currency`,
    [
      changes.map(({ billingAccountId }) => billingAccountId),
      changes.map(({ currency }) => currency),
      changes.map(({ byMinor }) => byMinor),
    ],
  );
}
