import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { PartnerBillIssue } from '@/lib/domain/billing/partner-bill/partner-line';
import type { PartnerBillState } from '@/lib/domain/billing/state';

export type PartnerBillRow = {
  id: string;
  partner: { id: string; slug: string; name: string };
  cycle: { id: string; name: string; from: string; to: string };
  agreementId: string;
  externalId: string;
  format: string;
  fileName: string | null;
  state: PartnerBillState;
  receivedAt: string;
  receivedBy: string;
  lines: { received: number; accepted: number; rejected: number; duplicate: number };
  /** Decimal text with all its decimals. */
  totals: { currency: string; stated: string | null; received: string; accepted: string }[];
  issueCounts: { error: number; warning: number; info: number };
  /** What an invoice says of itself, as the service that reads it stores it; null for a file of charges. */
  statement: unknown;
  /** The bill it corrects, the first of all it stands for, and the one that corrects it. */
  replaces: BillName | null;
  originalId: string | null;
  replacedBy: BillName | null;
  /** A person's word, where there was one; `by` is a name. */
  decision: { by: string; at: string; reason: string } | null;
};

export type BillName = { id: string; externalId: string };

/** Partner bills the scope may see, the latest first; filters `partner` (id or short name), `cycle` (id), `state`. */
export function listPartnerBillRows(sql: Sql, query: ListQuery): Promise<Page<PartnerBillRow>> {
  return readPage(
    sql,
    {
      select: `${selectBill}
        where ($1 = '' or strpos(lower(b.external_id), lower($1)) > 0 or strpos(lower(b.file_name), lower($1)) > 0)
          and (cardinality($2::text[]) = 0 or p.id::text = any($2) or p.slug = any($2))
          and (cardinality($3::text[]) = 0 or b.cycle_id::text = any($3))
          and (cardinality($4::text[]) = 0 or b.state = any($4))`,
      params: [query.q, query.filters.partner ?? [], query.filters.cycle ?? [], query.filters.state ?? []],
      sortable: {
        receivedAt: { column: '"receivedAt"', type: 'timestamptz' },
        externalId: { column: '"externalId"', type: 'text' },
        state: { column: 'state', type: 'text' },
      },
      defaultSort: { id: 'receivedAt', descending: true },
    },
    query,
  );
}

export async function findPartnerBill(sql: Sql, id: string): Promise<PartnerBillRow | null> {
  return (await sql.query<PartnerBillRow>(`${selectBill} where b.id::text = $1`, [id]))[0] ?? null;
}

export type PartnerBillIssueRow = Omit<PartnerBillIssue, 'amountAtStake'> & { amountAtStake: string | null };

export const listPartnerBillIssues = (sql: Sql, id: string): Promise<PartnerBillIssueRow[]> =>
  sql.query<PartnerBillIssueRow>(
    `select code, severity, path, message, trim_scale(amount_at_stake)::text as "amountAtStake", currency,
       line_no as "lineNo", line_count as "lineCount"
     from partner_bill_issue where partner_bill_id = $1::uuid order by position`,
    [id],
  );

/** The partner's earlier bills with this number or this content, to recognise one that is sent again. */
export const listSameBills = (
  sql: Sql,
  partnerId: string,
  externalId: string,
  contentHash: string,
): Promise<{ id: string; externalId: string; contentHash: string; isReplaced: boolean }[]> =>
  sql.query(
    `select id, external_id as "externalId", encode(content_hash, 'hex') as "contentHash",
       state = 'replaced' as "isReplaced" from partner_bill
     where partner_id = $1::uuid and (external_id = $2 or content_hash = decode($3, 'hex'))`,
    [partnerId, externalId, contentHash],
  );

/**
 * Makes whoever else changes this partner's bills or mapping wait until the transaction ends. Waits so long at most, or (null) as long as
 * it takes. False when others held it for longer: nothing more can be done in this transaction then.
 */
export async function lockPartnerBills(sql: Sql, partnerId: string, waitMs: number | null): Promise<boolean> {
  try {
    // The limit is for this lock alone.
    await sql.query(
      `select set_config('lock_timeout', $2, true), pg_advisory_xact_lock(hashtextextended('partner-bills:' || $1, 0)),
         set_config('lock_timeout', was, true)
       from (select current_setting('lock_timeout') as was offset 0) as setting`,
      [partnerId, String(waitMs ?? 0)],
    );
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

export type NewPartnerBill = {
  id: string;
  partnerId: string;
  agreementId: string;
  cycleId: string;
  externalId: string;
  format: string;
  fileName: string | null;
  /** SHA-256, hexadecimal. */
  contentHash: string;
  receivedAt: string;
  receivedBy: string;
  /** What a correction replaces, and the first of the bills it stands for. */
  replacesId: string | null;
  originalId: string | null;
};

export async function insertPartnerBill(sql: Sql, operatorId: string, bill: NewPartnerBill): Promise<void> {
  await sql.query(
    `insert into partner_bill (operator_id, id, partner_id, agreement_id, cycle_id, external_id, format, file_name,
       content_hash, state, received_at, received_by, replaces_id, original_id)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6, $7, $8, decode($9, 'hex'), 'received', $10, $11,
       $12::uuid, $13::uuid)`,
    [
      operatorId,
      bill.id,
      bill.partnerId,
      bill.agreementId,
      bill.cycleId,
      bill.externalId,
      bill.format,
      bill.fileName,
      bill.contentHash,
      bill.receivedAt,
      bill.receivedBy,
      bill.replacesId,
      bill.originalId,
    ],
  );
}

export async function savePartnerBillStatement(sql: Sql, id: string, statement: object): Promise<void> {
  await sql.query('update partner_bill set statement = $2::jsonb where id = $1::uuid', [
    id,
    JSON.stringify(statement),
  ]);
}

export type PartnerBillOutcome = Pick<PartnerBillRow, 'state' | 'lines' | 'totals'> & {
  issues: readonly PartnerBillIssue[];
};

/** Writes what validation found, in place of what it found before. */
export async function savePartnerBillOutcome(
  sql: Sql,
  operatorId: string,
  id: string,
  outcome: PartnerBillOutcome,
): Promise<void> {
  const { state, lines, totals, issues } = outcome;
  await sql.query(
    `update partner_bill set state = $2, lines_received = $3, lines_accepted = $4, lines_rejected = $5,
       lines_duplicate = $6 where id = $1::uuid`,
    [id, state, lines.received, lines.accepted, lines.rejected, lines.duplicate],
  );
  await sql.query('delete from partner_bill_total where partner_bill_id = $1::uuid', [id]);
  await sql.query('delete from partner_bill_issue where partner_bill_id = $1::uuid and position > 0', [id]);
  await sql.query(
    `insert into partner_bill_total (operator_id, partner_bill_id, currency, stated, received, accepted)
     select $1::uuid, $2::uuid, currency, stated, received, accepted
     from jsonb_to_recordset($3::jsonb) as r(currency text, stated numeric, received numeric, accepted numeric)`,
    [operatorId, id, JSON.stringify(totals)],
  );
  await sql.query(
    `insert into partner_bill_issue (operator_id, partner_bill_id, position, code, severity, path, message,
       amount_at_stake, currency, line_no, line_count)
     select $1::uuid, $2::uuid, position, code, severity, path, message, "amountAtStake", currency, "lineNo", "lineCount"
     from rows from (jsonb_to_recordset($3::jsonb) as (code text, severity text, path text, message text,
       "amountAtStake" numeric, currency text, "lineNo" int, "lineCount" int)) with ordinality
       as r(code, severity, path, message, "amountAtStake", currency, "lineNo", "lineCount", position)`,
    [operatorId, id, JSON.stringify(issues)],
  );
}

/** What is to be known of the file itself; it stays however often the lines are judged again. */
export async function insertBillRemark(
  sql: Sql,
  operatorId: string,
  id: string,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await sql.query(
    `insert into partner_bill_issue (operator_id, partner_bill_id, position, code, severity, path, message, line_count)
     values ($1::uuid, $2::uuid, 0, $3, 'info', 'file', $4, 0)`,
    [operatorId, id, code, message],
  );
}

export type BillDecision = { state: 'accepted' | 'rejected'; by: string; at: string; reason: string };

/** A person's word, and the state that follows from it. */
export async function decidePartnerBill(
  sql: Sql,
  id: string,
  { state, by, at, reason }: BillDecision,
): Promise<void> {
  await sql.query(
    `update partner_bill set state = $2, decided_by = $3, decided_at = $4::timestamptz, decision_reason = $5
     where id = $1::uuid`,
    [id, state, by, at, reason],
  );
}

/** Nothing of the bill counts as accepted any more, and one more error says why. */
export async function rejectBillAmounts(
  sql: Sql,
  operatorId: string,
  id: string,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await sql.query(
    `update partner_bill set lines_accepted = 0, lines_rejected = lines_rejected + lines_accepted where id = $1::uuid`,
    [id],
  );
  await sql.query('update partner_bill_total set accepted = 0 where partner_bill_id = $1::uuid', [id]);
  await sql.query(
    `insert into partner_bill_issue (operator_id, partner_bill_id, position, code, severity, path, message, line_count)
     select $1::uuid, $2::uuid, coalesce(max(position), 0) + 1, $3, 'error', 'bill', $4, 0
     from partner_bill_issue where partner_bill_id = $2::uuid`,
    [operatorId, id, code, message],
  );
}

const selectBill = `
  select b.id, json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) as partner,
    json_build_object('id', c.id, 'name', s.name, 'from', c.period_from, 'to', c.period_to) as cycle,
    b.agreement_id as "agreementId", b.external_id as "externalId", b.format, b.file_name as "fileName", b.state,
    b.received_at as "receivedAt", b.received_by as "receivedBy", b.statement, b.original_id as "originalId",
    (select json_build_object('id', r.id, 'externalId', r.external_id) from partner_bill r
     where r.operator_id = b.operator_id and r.id = b.replaces_id) as replaces,
    (select json_build_object('id', r.id, 'externalId', r.external_id) from partner_bill r
     where r.operator_id = b.operator_id and r.replaces_id = b.id and r.state <> 'rejected') as "replacedBy",
    case when b.decided_at is not null then json_build_object(
      'by', substr(b.decided_by, strpos(b.decided_by, ' ') + 1), 'reason', b.decision_reason,
      'at', to_char(b.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as decision,
    json_build_object('received', b.lines_received, 'accepted', b.lines_accepted, 'rejected', b.lines_rejected,
      'duplicate', b.lines_duplicate) as lines,
    coalesce((
      select json_agg(json_build_object('currency', t.currency, 'stated', trim_scale(t.stated)::text,
        'received', trim_scale(t.received)::text, 'accepted', trim_scale(t.accepted)::text) order by t.currency)
      from partner_bill_total t where t.operator_id = b.operator_id and t.partner_bill_id = b.id), '[]') as totals,
    (select json_build_object('error', count(*) filter (where i.severity = 'error'),
        'warning', count(*) filter (where i.severity = 'warning'), 'info', count(*) filter (where i.severity = 'info'))
      from partner_bill_issue i where i.operator_id = b.operator_id and i.partner_bill_id = b.id) as "issueCounts"
  from partner_bill b
  join party p on p.operator_id = b.operator_id and p.id = b.partner_id
  join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id
  join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id`;
