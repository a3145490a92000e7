import { int4Array, textArray, timestamptzArray, uuidArray } from '@/lib/db/bulk/binary-array';
import type { Sql } from '@/lib/db/tenant';
import type { LineVerdict, PartnerLine, ReadLine } from '@/lib/domain/billing/partner-bill/partner-line';
import { formatDecimal } from '@/lib/domain/money/decimal';

/** A row of a partner's file with what was decided of it. */
export type JudgedLine = {
  line: ReadLine;
  verdict: LineVerdict;
  /** The row as it was sent: the text of a JSON object. */
  source: string;
  externalName: string | null;
  /** ISO instants; null of a row that cannot be read. */
  chargeFromAt: string | null;
  chargeToAt: string | null;
};

/** A batch of lines as binary arrays, one a column. */
type LineColumns = readonly Buffer[];

/**
 * Stores a batch of a partner bill's lines in one statement. COPY is refused on tables with row-level security, and by way of a temporary
 * table it costs a truncation of that table's files for each batch: 1 to 7 ms, as the disk is busy.
 */
export async function insertPartnerBillLines(
  sql: Sql,
  bill: { operatorId: string; id: string },
  columns: LineColumns,
): Promise<void> {
  await sql.query(INSERT, [bill.operatorId, bill.id, ...columns], 'partner-bill-lines.insert');
}

export function lineColumns(lines: readonly JudgedLine[]): LineColumns {
  const text = (of: (line: JudgedLine) => string | null) => textArray(lines.length, (n) => of(lines[n]!));
  /** Of a row that was read; of one that was not, `otherwise`. */
  const read = (of: (line: PartnerLine) => string | null, otherwise: string | null = null) =>
    text(({ line }) => ('unreadable' in line ? otherwise : of(line)));
  const instant = (of: (line: JudgedLine) => string | null) =>
    timestamptzArray(lines.length, (n) => msOf(of(lines[n]!)));
  return [
    int4Array(lines.length, (n) => lines[n]!.line.lineNo),
    text(({ verdict }) => verdict.outcome),
    uuidArray(lines.length, (n) => lines[n]!.verdict.billingAccountId),
    text(({ verdict }) => verdict.code),
    text(({ line }) => ('unreadable' in line ? JSON.stringify(line.unreadable) : null)),
    text(({ source }) => source),
    text(({ externalName }) => externalName),
    instant(({ chargeFromAt }) => chargeFromAt),
    instant(({ chargeToAt }) => chargeToAt),
    read((line) => line.externalAccount),
    read((line) => line.externalPayer),
    text(({ line }) => ('unreadable' in line ? `unreadable:${line.lineNo}` : line.lineKey)),
    read((line) => line.description, ''),
    read((line) => line.service, ''),
    read((line) => line.category, ''),
    read((line) => line.chargeCategory),
    read((line) => (line.quantity === null ? null : formatDecimal(line.quantity))),
    read((line) => line.unit),
    read((line) => line.taxCode),
    read((line) => line.currency),
    read((line) => formatDecimal(line.amount)),
  ];
}

const msOf = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));

const INSERT = `
  insert into partner_bill_line (operator_id, partner_bill_id, line_no, state, billing_account_id, issue_code, problems, source,
    external_name, charge_from_at, charge_to_at, external_account, external_payer, line_key, description, service, category,
    charge_category, quantity, unit, tax_code, currency, amount)
  select $1::uuid, $2::uuid, line_no, state, billing_account_id, issue_code, problems::jsonb, source::json, external_name,
    charge_from_at, charge_to_at, external_account, external_payer, line_key, description, service, category, charge_category,
    quantity::numeric, unit, tax_code, currency, amount::numeric
  from unnest($3::int4[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[],
    $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
    $20::text[], $21::text[], $22::text[], $23::text[])
    as r(line_no, state, billing_account_id, issue_code, problems, source, external_name, charge_from_at, charge_to_at,
      external_account, external_payer, line_key, description, service, category, charge_category, quantity, unit, tax_code, currency,
      amount)`;
