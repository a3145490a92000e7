import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type {
  CreditNoteDocument,
  CreditNoteTax,
  IssuedTax,
  TaxedLine,
} from '@/lib/domain/billing/credit-note/credit-note';
import type { LinePart } from '@/lib/domain/billing/credit-note/credit-parts';

export type CreditNoteKind = 'correction' | 'goodwill' | 'dispute';

export type BillToCredit = {
  billingAccountId: string;
  accountNumber: string;
  customerId: string;
  number: string;
  currency: string;
  totalMinor: bigint;
  contentHash: Buffer;
  state: string;
};

/** A bill that a credit note is asked for; null when there is none, and a draft has no number. */
export async function findBillToCredit(sql: Sql, billId: string): Promise<BillToCredit | null> {
  const [row] = await sql.query<BillToCredit>(
    `select b.billing_account_id as "billingAccountId", a.number as "accountNumber", a.customer_id as "customerId", b.number, b.currency,
       b.total_minor as "totalMinor", b.content_hash as "contentHash", b.state
     from bill b join billing_account a on a.operator_id = b.operator_id and a.id = b.billing_account_id
     where b.id = $1::uuid`,
    [uuidOrNull(billId)],
  );
  return row ?? null;
}

export type LineToCredit = TaxedLine & { supplierId: string; description: string };

/** A bill's lines in its order, and what became of each. */
export const listLinesToCredit = (
  sql: Sql,
  { billingAccountId, billId }: { billingAccountId: string; billId: string },
): Promise<LineToCredit[]> =>
  sql.query<LineToCredit>(
    `select l.id as "lineId", l.line_key as "lineKey", l.kind, l.supplier_id as "supplierId", l.seller_id as "sellerId", l.description,
       l.tax_category as "taxCategory", l.tax_rate_ppm as "taxRatePpm", l.amount_minor as "amountMinor",
       coalesce(s.credited_minor, 0) as "creditedMinor", coalesce(s.disputed_minor, 0) as "disputedMinor",
       coalesce(s.is_credited, false) as "isCredited", l.amount_minor = 0 and exists (
         select from line_share h where h.operator_id = l.operator_id and h.billing_account_id = l.billing_account_id
           and h.bill_id = l.bill_id and h.line_id = l.id and h.amount_minor <> 0) as "isShared"
     from bill_line l
     left join bill_line_state s on s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
       and s.bill_id = l.bill_id and s.line_id = l.id
     where l.billing_account_id = $1::uuid and l.bill_id = $2::uuid order by l.position`,
    [billingAccountId, billId],
  );

export type OriginalInvoice = { sellerId: string; number: string; issuedOn: string };

export async function readIssuedDocuments(
  sql: Sql,
  { billingAccountId, billId }: { billingAccountId: string; billId: string },
): Promise<{ taxes: IssuedTax[]; invoices: OriginalInvoice[] }> {
  const key = [billingAccountId, billId];
  return {
    taxes: await sql.query<IssuedTax>(
      `select seller_id as "sellerId", category, rate_ppm as "ratePpm", reason_code as "reasonCode", reason,
         base_minor as "baseMinor", tax_minor as "taxMinor"
       from bill_tax where billing_account_id = $1::uuid and bill_id = $2::uuid
       order by seller_id, category collate "C", rate_ppm`,
      key,
    ),
    invoices: await sql.query<OriginalInvoice>(
      `select seller_id as "sellerId", number, issued_on as "issuedOn" from invoice
       where billing_account_id = $1::uuid and bill_id = $2::uuid`,
      key,
    ),
  };
}

export type NumberedDocument = CreditNoteDocument & {
  number: string;
  originalNumber: string;
  originalIssuedOn: string;
};

export type NewCreditNote = {
  billingAccountId: string;
  id: string;
  billId: string;
  number: string;
  kind: CreditNoteKind;
  reason: string;
  disputeId: string | null;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  freedMinor: bigint;
  issuedOn: string;
  contentHash: Buffer;
  issuedBy: string;
  lines: readonly LinePart[];
  taxes: readonly CreditNoteTax[];
  documents: readonly NumberedDocument[];
};

export async function insertCreditNote(sql: Sql, operatorId: string, note: NewCreditNote): Promise<void> {
  const { billingAccountId, id, lines, taxes, documents } = note;
  await sql.query(
    `insert into credit_note (operator_id, billing_account_id, id, bill_id, number, kind, reason, dispute_id, currency, net_minor,
       tax_minor, total_minor, freed_minor, issued_on, content_hash, issued_by)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7, $8::uuid, $9, $10, $11, $12, $13, $14::date, $15, $16)`,
    [
      ...[operatorId, billingAccountId, id, note.billId, note.number, note.kind, note.reason, note.disputeId],
      ...[note.currency, note.netMinor, note.taxMinor, note.totalMinor, note.freedMinor],
      ...[note.issuedOn, note.contentHash, note.issuedBy],
    ],
  );
  const key = [operatorId, billingAccountId, id];
  await sql.query(
    `insert into credit_note_line (operator_id, billing_account_id, credit_note_id, line_id, amount_minor)
     select $1::uuid, $2::uuid, $3::uuid, d.line_id, d.amount from unnest($4::uuid[], $5::int8[]) as d(line_id, amount)`,
    [...key, lines.map(({ lineId }) => lineId), lines.map(({ amountMinor }) => amountMinor)],
  );
  await sql.query(
    `insert into credit_note_tax (operator_id, billing_account_id, credit_note_id, seller_id, category, rate_ppm, base_minor, tax_minor,
       reason_code, reason)
     select $1::uuid, $2::uuid, $3::uuid, d.* from unnest($4::uuid[], $5::text[], $6::int8[], $7::int8[], $8::int8[], $9::text[],
       $10::text[]) as d(seller_id, category, rate_ppm, base, tax, code, reason)`,
    [
      ...key,
      taxes.map(({ sellerId }) => sellerId),
      taxes.map(({ category }) => category),
      taxes.map(({ ratePpm }) => ratePpm),
      taxes.map(({ baseMinor }) => baseMinor),
      taxes.map(({ taxMinor }) => taxMinor),
      taxes.map(({ reasonCode }) => reasonCode),
      taxes.map(({ reason }) => reason),
    ],
  );
  await sql.query(
    `insert into credit_note_document (operator_id, billing_account_id, credit_note_id, seller_id, type_code, number, net_minor,
       tax_minor, total_minor, original_number, original_issued_on)
     select $1::uuid, $2::uuid, $3::uuid, d.* from unnest($4::uuid[], $5::text[], $6::text[], $7::int8[], $8::int8[], $9::int8[],
       $10::text[], $11::date[]) as d(seller_id, type_code, number, net, tax, total, original_number, original_issued_on)`,
    [
      ...key,
      documents.map(({ sellerId }) => sellerId),
      documents.map(({ typeCode }) => typeCode),
      documents.map(({ number }) => number),
      documents.map(({ netMinor }) => netMinor),
      documents.map(({ taxMinor }) => taxMinor),
      documents.map(({ totalMinor }) => totalMinor),
      documents.map(({ originalNumber }) => originalNumber),
      documents.map(({ originalIssuedOn }) => originalIssuedOn),
    ],
  );
}

export type CreditNoteRow = {
  id: string;
  number: string;
  kind: CreditNoteKind;
  reason: string;
  bill: { id: string; number: string };
  billingAccount: { id: string; number: string; name: string };
  customer: { id: string; slug: string; name: string };
  disputeId: string | null;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  freedMinor: bigint;
  issuedOn: string;
  issuedBy: string;
  contentHash: Buffer;
};

/** Credit notes the scope may see, the latest first; filters `bill`, `account`, `customer` (ids) and `kind`; sorts `issued` and `total`. */
export function listCreditNoteRows(
  sql: Sql,
  { filters, q, ...query }: ListQuery,
): Promise<Page<CreditNoteRow>> {
  const params: unknown[] = [];
  const where = ['true'];
  const onlyId = (column: string, ids: readonly string[] | undefined) => {
    if (ids?.length) where.push(`${column} = any($${params.push(ids.map(uuidOrNull))}::uuid[])`);
  };
  onlyId('n.bill_id', filters.bill);
  onlyId('n.billing_account_id', filters.account);
  onlyId('a.customer_id', filters.customer);
  if (filters.kind?.length) where.push(`n.kind = any($${params.push(filters.kind)}::text[])`);
  if (q !== '') {
    const pattern = `$${params.push(`%${q.replace(/[\\%_]/g, '\\$&')}%`)}`;
    where.push(
      `(n.number ilike ${pattern} or b.number ilike ${pattern} or a.name ilike ${pattern} or c.name ilike ${pattern})`,
    );
  }
  return readPage(
    sql,
    {
      select: `${select} where ${where.join(' and ')}`,
      params,
      sortable: {
        issued: { column: '"issuedOn"', type: 'date' },
        total: { column: '"totalMinor"', type: 'int8' },
      },
      defaultSort: { id: 'issued', descending: true },
    },
    query,
  );
}

export async function findCreditNoteRow(sql: Sql, id: string): Promise<CreditNoteRow | null> {
  const [row] = await sql.query<CreditNoteRow>(`${select} where n.id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

const select = `select n.id, n.number, n.kind, n.reason, n.dispute_id as "disputeId", n.currency, n.net_minor as "netMinor",
    n.tax_minor as "taxMinor", n.total_minor as "totalMinor", n.freed_minor as "freedMinor", n.issued_on as "issuedOn",
    n.issued_by as "issuedBy", n.content_hash as "contentHash",
    json_build_object('id', b.id, 'number', b.number) as bill,
    json_build_object('id', a.id, 'number', a.number, 'name', a.name) as "billingAccount",
    json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as customer
  from credit_note n
  join bill b on b.operator_id = n.operator_id and b.billing_account_id = n.billing_account_id and b.id = n.bill_id
  join billing_account a on a.operator_id = n.operator_id and a.id = n.billing_account_id
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id`;

export type CreditNoteLineRow = {
  lineId: string;
  supplierId: string;
  sellerId: string;
  taxCategory: string;
  taxRatePpm: bigint;
  kind: string;
  description: string;
  periodFrom: string;
  periodTo: string;
  billedMinor: bigint;
  amountMinor: bigint;
};

type NoteKey = { billingAccount: { id: string }; id: string };
const keyOf = ({ billingAccount, id }: NoteKey) => [billingAccount.id, id];

/** In the order of the bill. */
export const listCreditNoteLineRows = (sql: Sql, note: NoteKey): Promise<CreditNoteLineRow[]> =>
  sql.query<CreditNoteLineRow>(
    `select x.line_id as "lineId", l.supplier_id as "supplierId", l.seller_id as "sellerId", l.tax_category as "taxCategory",
       l.tax_rate_ppm as "taxRatePpm", l.kind, l.description, l.period_from as "periodFrom",
       l.period_to as "periodTo", l.amount_minor as "billedMinor", x.amount_minor as "amountMinor"
     from credit_note_line x
     join bill_line l on l.operator_id = x.operator_id and l.billing_account_id = x.billing_account_id and l.id = x.line_id
     where x.billing_account_id = $1::uuid and x.credit_note_id = $2::uuid order by l.position`,
    keyOf(note),
  );

export const listCreditNoteTaxRows = (sql: Sql, note: NoteKey): Promise<CreditNoteTax[]> =>
  sql.query<CreditNoteTax>(
    `select seller_id as "sellerId", category, rate_ppm as "ratePpm", reason_code as "reasonCode", reason,
       base_minor as "baseMinor", tax_minor as "taxMinor"
     from credit_note_tax where billing_account_id = $1::uuid and credit_note_id = $2::uuid
     order by seller_id, category, rate_ppm`,
    keyOf(note),
  );

export const listCreditNoteDocumentRows = (sql: Sql, note: NoteKey): Promise<NumberedDocument[]> =>
  sql.query<NumberedDocument>(
    `select seller_id as "sellerId", type_code as "typeCode", number, net_minor as "netMinor", tax_minor as "taxMinor",
       total_minor as "totalMinor", original_number as "originalNumber", original_issued_on as "originalIssuedOn"
     from credit_note_document where billing_account_id = $1::uuid and credit_note_id = $2::uuid order by number`,
    keyOf(note),
  );
