import type { DraftRows, DraftToWrite, WriteContext } from '@/lib/db/bulk/draft-rows';
import { KIND_COLUMNS } from '@/lib/db/bulk/line-kinds';
import type { Sql } from '@/lib/db/tenant';

/**
 * Writes whole drafts with one insert per table, however many there are. COPY is refused on tables with row-level security, and by way of
 * a temporary table it costs as much again, and the truncation of that table's files at each commit. `rewrites` are those among them that were there before.
 * Never touches an issued bill: a trigger refuses it.
 */
export async function writeBillDrafts(
  sql: Sql,
  rows: DraftRows,
  rewrites: readonly DraftToWrite[],
): Promise<void> {
  const { context, owners, ids, kinds, bills, lines, lineIds, taxes, invoices, shares } = rows;
  await replaceHeads(sql, context, rewrites);
  const { operatorId, cycleId, runId } = context;
  const head = [operatorId, owners.accountId.bytes(), owners.billId.bytes()];
  const bytes = (columns: Readonly<Record<string, { bytes(): Buffer }>>) =>
    Object.values(columns).map((column) => column.bytes());
  if (bills.bill.rows > 0) await sql.query(INSERT_BILLS, [...head, cycleId, runId, ...bytes(bills)]);
  if (lineIds.rows > 0) {
    const shared = [ids.all, kinds.words.all, kinds.places.bytes()];
    await sql.query(INSERT_LINES, [...head, ...shared, lineIds.bytes(), ...bytes(lines)]);
  }
  if (taxes.bill.rows > 0) await sql.query(INSERT_TAXES, [...head, ids.all, ...bytes(taxes)]);
  if (invoices.bill.rows > 0) await sql.query(INSERT_INVOICES, [...head, ids.all, ...bytes(invoices)]);
  if (shares.bill.rows > 0) {
    await sql.query(INSERT_SHARES, [...head, ids.all, lineIds.bytes(), cycleId, ...bytes(shares)]);
  }
}

/** Removes drafts that bill nothing any more. */
export async function deleteBillDrafts(
  sql: Sql,
  accountIds: readonly string[],
  billIds: readonly string[],
): Promise<void> {
  if (billIds.length === 0) return;
  await deleteParts(sql, accountIds, billIds);
  await sql.query(
    `delete from bill b using unnest($1::uuid[], $2::uuid[]) as d(account_id, bill_id)
     where b.billing_account_id = d.account_id and b.id = d.bill_id`,
    [accountIds, billIds],
  );
}

async function replaceHeads(sql: Sql, context: WriteContext, drafts: readonly DraftToWrite[]): Promise<void> {
  if (drafts.length === 0) return;
  const accountIds = drafts.map(({ draft }) => draft.accountId);
  const billIds = drafts.map(({ billId }) => billId);
  await deleteParts(sql, accountIds, billIds);
  await sql.query(
    `update bill b set run_id = $3::uuid, state = d.state, currency = d.currency, net_minor = d.net, tax_minor = d.tax,
       total_minor = d.total, amount_due_minor = d.due, draft_hash = d.draft_hash, shares_hash = d.shares_hash,
       parties = d.parties::jsonb
     from unnest($1::uuid[], $2::uuid[], $4::text[], $5::text[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
       $10::bytea[], $11::bytea[], $12::text[])
       as d(account_id, bill_id, state, currency, net, tax, total, due, draft_hash, shares_hash, parties)
     where b.billing_account_id = d.account_id and b.id = d.bill_id`,
    [
      accountIds,
      billIds,
      context.runId,
      drafts.map(({ state }) => state),
      drafts.map(({ draft }) => draft.currency),
      drafts.map(({ draft }) => draft.netMinor),
      drafts.map(({ draft }) => draft.taxMinor),
      drafts.map(({ draft }) => draft.totalMinor),
      drafts.map(({ draft }) => draft.amountDueMinor),
      drafts.map(({ draftHash }) => draftHash),
      drafts.map(({ sharesHash }) => sharesHash),
      drafts.map(({ parties }) => parties),
    ],
  );
}

async function deleteParts(
  sql: Sql,
  accountIds: readonly string[],
  billIds: readonly string[],
): Promise<void> {
  for (const table of ['line_share', 'bill_line', 'bill_tax', 'invoice']) {
    await sql.query(
      `delete from ${table} p using unnest($1::uuid[], $2::uuid[]) as d(account_id, bill_id)
       where p.billing_account_id = d.account_id and p.bill_id = d.bill_id`,
      [accountIds, billIds],
    );
  }
}

// Of every statement: the operator, and the accounts and ids of the bills, where a row has its bill's place.
const OF_BILL = '$1::uuid, ($2::uuid[])[r.bill], ($3::uuid[])[r.bill]';

const INSERT_BILLS = `
  insert into bill (operator_id, billing_account_id, id, cycle_id, run_id, kind, sequence, state, period_from, period_to, currency,
    net_minor, tax_minor, total_minor, amount_due_minor, draft_hash, shares_hash, parties)
  select ${OF_BILL}, $4::uuid, $5::uuid, kind, sequence, state, period_from, period_to, currency, net, tax, total, due, draft_hash,
    shares_hash, parties
  from (select unnest($6::int4[]) as bill, unnest($7::text[]) as kind, unnest($8::int4[]) as sequence, unnest($9::text[]) as state,
    unnest($10::date[]) as period_from, unnest($11::date[]) as period_to, unnest($12::text[]) as currency,
    unnest($13::int8[]) as net, unnest($14::int8[]) as tax, unnest($15::int8[]) as total, unnest($16::int8[]) as due,
    unnest($17::bytea[]) as draft_hash, unnest($18::bytea[]) as shares_hash, unnest($19::jsonb[]) as parties) r`;

const { ids, words, numbers } = KIND_COLUMNS;
const placed = (column: number) => `($6::int4[])[r.kind + ${column + 1}]`;
const OF_KIND = [
  ...ids.map((_, n) => `($4::uuid[])[${placed(n)}]`),
  ...words.map((_, n) => `($5::text[])[${placed(ids.length + n)}]`),
  ...numbers.map((_, n) => placed(ids.length + words.length + n)),
];

const INSERT_LINES = `
  insert into bill_line (operator_id, billing_account_id, bill_id, id, position, line_key, product_id, description, period_from,
    period_to, quantity, exact, amount_minor, steps, ${[...ids, ...words, ...numbers].join(', ')})
  select ${OF_BILL}, id, position, line_key, product_id, description, period_from, period_to, quantity, exact,
    amount, steps, ${OF_KIND.join(', ')}
  from (select unnest($7::uuid[]) as id, unnest($8::int4[]) as bill, unnest($9::int4[]) as position, unnest($10::int4[]) as kind,
    unnest($11::text[]) as line_key, unnest($12::uuid[]) as product_id, unnest($13::text[]) as description,
    unnest($14::date[]) as period_from, unnest($15::date[]) as period_to, unnest($16::numeric[]) as quantity,
    unnest($17::numeric[]) as exact, unnest($18::int8[]) as amount, unnest($19::jsonb[]) as steps) r`;

const INSERT_TAXES = `
  insert into bill_tax (operator_id, billing_account_id, bill_id, seller_id, category, rate_ppm, base_minor, tax_minor, reason_code,
    reason)
  select ${OF_BILL}, ($4::uuid[])[r.seller], category, rate_ppm, base, tax, reason_code, reason
  from (select unnest($5::int4[]) as bill, unnest($6::int4[]) as seller, unnest($7::text[]) as category, unnest($8::int8[]) as rate_ppm,
    unnest($9::int8[]) as base, unnest($10::int8[]) as tax, unnest($11::text[]) as reason_code, unnest($12::text[]) as reason) r`;

const INSERT_INVOICES = `
  insert into invoice (operator_id, billing_account_id, bill_id, id, seller_id, type_code, net_minor, tax_minor, total_minor)
  select ${OF_BILL}, id, ($4::uuid[])[r.seller], type_code, net, tax, total
  from (select unnest($5::uuid[]) as id, unnest($6::int4[]) as bill, unnest($7::int4[]) as seller, unnest($8::text[]) as type_code,
    unnest($9::int8[]) as net, unnest($10::int8[]) as tax, unnest($11::int8[]) as total) r`;

const INSERT_SHARES = `
  insert into line_share (operator_id, billing_account_id, bill_id, line_id, party_id, cycle_id, agreement_id, term_id, amount_minor,
    steps)
  select ${OF_BILL}, ($5::uuid[])[r.line], ($4::uuid[])[r.party], $6::uuid, ($4::uuid[])[r.agreement], ($4::uuid[])[r.term], amount,
    steps
  from (select unnest($7::int4[]) as bill, unnest($8::int4[]) as line, unnest($9::int4[]) as party, unnest($10::int4[]) as agreement,
    unnest($11::int4[]) as term, unnest($12::int8[]) as amount, unnest($13::jsonb[]) as steps) r`;
