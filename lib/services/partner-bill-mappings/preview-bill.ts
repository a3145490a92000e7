import { listMappings } from '@/lib/db/account-mappings';
import { findAgreedCurrency, findPartnersMapping } from '@/lib/db/partner-bill-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { compileCsvMapping } from '@/lib/domain/billing/partner-bill/compile-csv-mapping';
import type { CellFault, CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import {
  type AccountMappings,
  indexAccountMappings,
  resolveAccount,
} from '@/lib/domain/billing/partner-bill/resolve-account';
import { suggestCsvMapping } from '@/lib/domain/billing/partner-bill/suggest-csv-mapping';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { AppError, notFound } from '@/lib/errors';
import { fileKind } from '@/lib/integrations/file-kind';
import { csvLayout, decodedRow } from '@/lib/integrations/partner-bills/csv/open-csv';
import { decodedOpening, headerOf } from '@/lib/integrations/partner-bills/csv/opening';
import { recogniseFormat } from '@/lib/integrations/partner-bills/recognise-format';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { rememberedMapping } from '@/lib/services/partner-bill-mappings/choose-reader';
import {
  SAMPLE_BYTES,
  type SampleInput,
  sampleBytes,
  wholeLines,
} from '@/lib/services/partner-bill-mappings/sample-bytes';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { findBillingPartner, listOpenCycles } from '@/lib/services/partner-bills/receiving';

export type PreviewBillInput = SampleInput & {
  /** A mapping as it stands on the page, or the name or id of a saved one; neither: the one remembered for the header. */
  definition: CsvBillMapping | null;
  mapping: string | null;
  partner: string | null;
};

export type PreviewedCharge = {
  account: string | null;
  payer: string | null;
  service: string;
  chargeCategory: string;
  description: string;
  quantity: string | null;
  unit: string | null;
  currency: string;
  amount: string;
  from: string;
  to: string;
  taxCode: string | null;
  /** Whether a billing account is mapped to it. */
  isMapped: boolean;
};

export type PreviewedRow = {
  lineNo: number;
  cells: string[];
  status: 'charge' | 'unreadable' | 'passed_over';
  faults: CellFault[];
  charge: PreviewedCharge | null;
};

export type BillPreview = {
  /** What the file is; anything but `csv` needs no mapping. */
  format: string;
  delimiter: string | null;
  columns: { name: string; values: string[] }[];
  /** What the rows below were read by: what was given, remembered or, failing both, suggested. */
  definition: CsvBillMapping | null;
  remembered: { id: string; name: string; version: number } | null;
  suggestion: CsvBillMapping | null;
  /** The sample as text, to keep with the mapping. */
  sample: string;
  /** Why no row can be read at all. */
  failure: {
    code: string;
    message: string;
    issues: { code: string; path: string; message: string }[];
  } | null;
  rows: PreviewedRow[];
};

/**
 * What the first rows of a partner's file would become, by the code that reads bills: each row's cells, its charge, or its faults at
 * their cells. Writes nothing. Fails: `not_found` (partner, mapping), `sample_required`, `sample_too_large`.
 */
export async function previewBill(ctx: ServiceContext, input: PreviewBillInput): Promise<BillPreview> {
  authorise(ctx, 'partner-bill.receive');
  const partner = await findBillingPartner(ctx, input.partner);
  const bytes = sampleBytes(input);
  const preview: BillPreview = {
    ...{ format: 'csv', delimiter: null, columns: [], definition: input.definition, remembered: null },
    ...{ suggestion: null, sample: '', failure: null, rows: [] },
  };
  try {
    await fill(ctx, preview, { ...input, partnerId: partner.id }, bytes);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'not_found') throw error;
    preview.failure = { code: error.code, message: error.message, issues: [...error.issues] };
  }
  return preview;
}

async function fill(
  ctx: ServiceContext,
  preview: BillPreview,
  input: PreviewBillInput & { partnerId: string },
  bytes: Buffer,
): Promise<void> {
  const kind = fileKind(bytes);
  if (kind === 'xml' || kind === 'json') {
    preview.format = recogniseFormat(bytes, null);
    return;
  }
  const opening = wholeLines(
    await decodedOpening(only(bytes), input.definition?.csv?.encoding),
    bytes.length >= SAMPLE_BYTES,
  );
  preview.sample = opening.toString().replaceAll('\0', '').slice(0, SAMPLE_BYTES);
  preview.format = recogniseFormat(bytes, await headerOf(opening, {}));
  if (preview.format !== 'csv') return;
  const { partnerId } = input;
  const { saved, accounts } = await withTenantSql(operatorWide(ctx.actor), async (sql) => ({
    saved:
      input.mapping === null
        ? await rememberedMapping(sql, partnerId, opening)
        : await findPartnersMapping(sql, partnerId, input.mapping),
    accounts: indexAccountMappings(await listMappings(sql, partnerId)),
  }));
  if (input.mapping !== null && saved === null) throw notFound('The mapping');
  if (saved) preview.remembered = { id: saved.id, name: saved.name, version: saved.version };
  const given = input.definition ?? saved?.definition ?? null;
  const { timeZone, currency, cycle } = await ground(ctx, partnerId);
  const csv = given?.csv ?? { skipLines: preamble(opening) };
  for await (const file of csvLayout(only(opening), csv)) {
    preview.delimiter = file.delimiter;
    const rows = await firstRows(file.rows);
    const names = file.columns ?? (rows[0]?.cells ?? []).map((_, index) => `#${index + 1}`);
    preview.columns = names.map((name, index) => ({
      name,
      values: rows.map(({ cells }) => (cells?.[index] ?? '').slice(0, 200)),
    }));
    const suggested = suggestCsvMapping(preview.columns, { currency, timeZone });
    const skipLines = csv.skipLines ?? 0;
    preview.suggestion = { ...(skipLines > 0 && { csv: { skipLines } }), ...suggested };
    preview.definition = given ?? preview.suggestion;
    const compiled = compileCsvMapping(preview.definition, file.columns, cycle);
    if (!compiled.ok) {
      const issues = compiled.faults.map((fault) => ({ ...fault, path: `header.${fault.column}` }));
      preview.failure = { code: 'unknown_column', message: issues[0]!.message, issues };
      return;
    }
    preview.rows = rows.map((row, index) => rowOf(row, index + 1, compiled.read, accounts));
  }
}

/** What the file itself does not say: whose days, which currency, and the days of a bill that names none. */
async function ground(
  ctx: ServiceContext,
  partnerId: string,
): Promise<{ timeZone: string; currency: string; cycle: Period }> {
  const { timeZone } = await getOperator(ctx);
  const [cycle] = await listOpenCycles(ctx, partnerId);
  const currency = await withTenantSql(operatorWide(ctx.actor), (sql) => findAgreedCurrency(sql, partnerId));
  const days = cycle ?? { from: ctx.now.slice(0, 10), to: ctx.now.slice(0, 10) };
  return {
    timeZone,
    currency: currency ?? 'EUR',
    cycle: { from: civilDate(days.from), to: civilDate(days.to) },
  };
}

const ROWS_MAX = 20;

type SampleRow = { cells: string[] | null; text: string; fault: CellFault | null };

async function firstRows(rows: AsyncIterable<Parameters<typeof decodedRow>[0][]>): Promise<SampleRow[]> {
  const found: SampleRow[] = [];
  for await (const list of rows) {
    for (const raw of list.slice(0, ROWS_MAX - found.length)) {
      const row = decodedRow(raw);
      if ('fault' in row) found.push({ cells: null, text: raw.text.slice(0, 200), fault: row.fault });
      else found.push({ cells: row.cells.map((cell) => cell.slice(0, 500)), text: '', fault: null });
    }
    if (found.length >= ROWS_MAX) break;
  }
  return found;
}

function rowOf(
  { cells, text, fault }: SampleRow,
  lineNo: number,
  read: Extract<ReturnType<typeof compileCsvMapping>, { ok: true }>['read'],
  accounts: AccountMappings,
): PreviewedRow {
  if (cells === null)
    return { lineNo, cells: [text], status: 'unreadable', faults: fault ? [fault] : [], charge: null };
  const result = read(cells);
  if (result === null) return { lineNo, cells, status: 'passed_over', faults: [], charge: null };
  if ('faults' in result) return { lineNo, cells, status: 'unreadable', faults: result.faults, charge: null };
  const { amount, quantity, period, id: _, accountName: __, category: ___, ...charge } = result.charge;
  const shown = (number: Decimal | null) => (number === null ? null : formatDecimal(number));
  const who = { externalAccount: charge.account, externalPayer: charge.payer };
  return {
    ...{ lineNo, cells, status: 'charge', faults: [] },
    charge: {
      ...charge,
      ...{ amount: formatDecimal(amount), quantity: shown(quantity), from: period.from, to: period.to },
      isMapped: resolveAccount(accounts, who) !== null,
    },
  };
}

/** Lines before the header that are no table: a title, a date. The header is the first line as wide as most are. */
function preamble(opening: Buffer): number {
  const lines = opening.toString('latin1').split('\n', 25);
  const widths = lines.map((line) => line.split(/[,;\t|]/).length);
  const usual = widths.toSorted((a, b) => a - b)[Math.floor(widths.length / 2)]!;
  if (usual < 2) return 0;
  const first = widths.findIndex((width) => width >= usual);
  return first > 0 && widths.slice(0, first).every((width) => width === 1) ? first : 0;
}

async function* only(bytes: Buffer) {
  yield bytes;
}
