import { newId } from '@/lib/db/id';
import type { JournalEvent } from '@/lib/db/ledger';
import type { Sql } from '@/lib/db/tenant';
import type { BillPosition, PositionLine, PositionTax } from '@/lib/domain/settlement/bill-position';
import type { Basis } from '@/lib/domain/settlement/terms';

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
  const [row] = await sql.query<OpenItemRow>(`${openItem} for update of i`, [billId]);
  return row ?? null;
}

/** As `lockOpenItem`, for what is only shown. */
export async function findOpenItem(sql: Sql, billId: string): Promise<OpenItemRow | null> {
  const [row] = await sql.query<OpenItemRow>(openItem, [billId]);
  return row ?? null;
}

const openItem = `select i.billing_account_id as "billingAccountId", i.bill_id as "billId", i.currency, a.customer_id as "customerId",
    o.party_id as "operatorPartyId", i.total_minor as "totalMinor", i.collected_minor as "collectedMinor",
    i.written_off_minor as "writtenOffMinor"
  from bill b
  join open_item i on i.operator_id = b.operator_id and i.billing_account_id = b.billing_account_id and i.bill_id = b.id
  join billing_account a on a.operator_id = i.operator_id and a.id = i.billing_account_id
  join operator o on o.id = i.operator_id
  where b.id = $1::uuid`;

export type StoredLines = {
  /** Lines that something happened to, and those of `lineIds`, each by its id; the others summed. */
  lines: (PositionLine & { lineId: string | null })[];
  taxes: PositionTax[];
};

/** A bill's lines, shares and taxes as its position counts them. Lines above, at and below nothing are never summed with each other. */
export async function readPositionLines(
  sql: Sql,
  { billingAccountId, billId }: BillKey,
  lineIds: readonly string[],
): Promise<StoredLines> {
  const keys = [billingAccountId, billId, lineIds];
  const bucketed = `
    select l.id, l.amount_minor, concat_ws('|', l.seller_id, l.tax_category, l.tax_rate_ppm) as tax_group,
      coalesce(s.credited_minor, 0) as credited, coalesce(s.disputed_minor, 0) as disputed,
      coalesce(s.is_credited, false) as is_credited,
      case when s.line_id is not null or l.id = any($3::uuid[]) then l.id::text else
        concat_ws('|', l.seller_id, l.tax_category, l.tax_rate_ppm, sign(l.amount_minor)) end as bucket
    from bill_line l
    left join bill_line_state s on s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
      and s.bill_id = l.bill_id and s.line_id = l.id
    where l.billing_account_id = $1::uuid and l.bill_id = $2::uuid`;
  const lines = await sql.query<Omit<StoredLines['lines'][number], 'shares'> & { bucket: string }>(
    `select bucket, tax_group as "taxGroup", sum(amount_minor)::int8 as "amountMinor", sum(credited)::int8 as "creditedMinor",
       sum(disputed)::int8 as "disputedMinor", bool_or(is_credited) as "isCredited",
       case when bucket = min(id::text) then min(id::text) end as "lineId"
     from (${bucketed}) l group by bucket, tax_group order by bucket`,
    keys,
  );
  const shares = await sql.query<{ bucket: string; partyId: string; basis: Basis; amountMinor: bigint }>(
    `select l.bucket, h.party_id as "partyId", coalesce(t.basis, 'billed') as basis, sum(h.amount_minor)::int8 as "amountMinor"
     from (${bucketed}) l
     join line_share h on h.billing_account_id = $1::uuid and h.bill_id = $2::uuid and h.line_id = l.id
     left join settlement_term t on t.operator_id = h.operator_id and t.id = h.term_id
     group by 1, 2, 3 order by 1, 2, 3`,
    keys,
  );
  const taxes = await sql.query<PositionTax>(
    `select concat_ws('|', seller_id, category, rate_ppm) as "taxGroup", seller_id as "sellerId", rate_ppm as "ratePpm",
       base_minor as "baseMinor", tax_minor as "taxMinor"
     from bill_tax where billing_account_id = $1::uuid and bill_id = $2::uuid order by 1`,
    [billingAccountId, billId],
  );
  const sharesOf = new Map<string, PositionLine['shares'][number][]>();
  for (const { bucket, ...share } of shares) {
    const ofBucket = sharesOf.get(bucket) ?? [];
    ofBucket.push(share);
    sharesOf.set(bucket, ofBucket);
  }
  return {
    lines: lines.map(({ bucket, ...line }) => ({ ...line, shares: sharesOf.get(bucket) ?? [] })),
    taxes,
  };
}

export type LineState = { lineId: string; creditedMinor: bigint; disputedMinor: bigint; isCredited: boolean };

/** What the bill is now: its open item, and its lines that changed. */
export async function savePosition(
  sql: Sql,
  operatorId: string,
  { billingAccountId, billId }: BillKey,
  position: BillPosition,
  lines: readonly LineState[],
): Promise<void> {
  await sql.query(
    `update open_item set credited_minor = $3, collected_minor = $4, written_off_minor = $5, disputed_minor = $6, open_minor = $7,
       changed_at = now()
     where billing_account_id = $1::uuid and bill_id = $2::uuid`,
    [
      billingAccountId,
      billId,
      position.creditedMinor,
      position.collectedMinor,
      position.writtenOffMinor,
      position.disputedMinor,
      position.receivableMinor,
    ],
  );
  if (lines.length === 0) return;
  await sql.query(
    `insert into bill_line_state (operator_id, billing_account_id, bill_id, line_id, credited_minor, disputed_minor, is_credited)
     select $1::uuid, $2::uuid, $3::uuid, d.line_id, d.credited, d.disputed, d.is_credited
     from unnest($4::uuid[], $5::int8[], $6::int8[], $7::bool[]) as d(line_id, credited, disputed, is_credited)
     on conflict (operator_id, billing_account_id, bill_id, line_id) do update set credited_minor = excluded.credited_minor,
       disputed_minor = excluded.disputed_minor, is_credited = excluded.is_credited`,
    [
      operatorId,
      billingAccountId,
      billId,
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

/** Also kept as the payment's sum. */
export async function insertAllocation(
  sql: Sql,
  operatorId: string,
  allocation: NewAllocation,
): Promise<void> {
  const { billingAccountId, billId, paymentId, event, sourceId, bookedOn, amountMinor } = allocation;
  await sql.query(
    `insert into allocation (operator_id, billing_account_id, id, bill_id, payment_id, event, source_id, booked_on, amount_minor)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7::uuid, $8::date, $9)`,
    [operatorId, billingAccountId, newId(), billId, paymentId, event, sourceId, bookedOn, amountMinor],
  );
  if (paymentId === null) return;
  await sql.query('update payment set allocated_minor = allocated_minor + $2 where id = $1::uuid', [
    paymentId,
    amountMinor,
  ]);
}

/** Locks an account's credit, made at first use, and answers what there is. */
export async function lockCredit(
  sql: Sql,
  operatorId: string,
  billingAccountId: string,
  currency: string,
): Promise<bigint> {
  const [row] = await sql.query<{ creditMinor: bigint }>(
    `insert into account_credit as c (operator_id, billing_account_id, currency) values ($1::uuid, $2::uuid, $3)
     on conflict (operator_id, billing_account_id, currency) do update set credit_minor = c.credit_minor
     returning credit_minor as "creditMinor"`,
    [operatorId, billingAccountId, currency],
  );
  return row!.creditMinor;
}

/** Adds to an account's credit (below zero: spends it). The database refuses a credit below nothing. */
export async function changeCredit(
  sql: Sql,
  operatorId: string,
  billingAccountId: string,
  currency: string,
  byMinor: bigint,
): Promise<void> {
  if (byMinor === 0n) return;
  // Two statements: a row that is proposed and then not inserted is checked all the same.
  await lockCredit(sql, operatorId, billingAccountId, currency);
  await sql.query(
    `update account_credit set credit_minor = credit_minor + $3 where billing_account_id = $1::uuid and currency = $2`,
    [billingAccountId, currency, byMinor],
  );
}
