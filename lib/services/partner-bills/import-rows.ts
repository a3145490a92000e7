import { insertPartnerBillLines, type NewPartnerBillLine } from '@/lib/db/bulk/insert-partner-bill-lines';
import { findKnownLineKeys, hasEarlierBills } from '@/lib/db/partner-bill-lines';
import type { Sql } from '@/lib/db/tenant';
import type { LineVerdict } from '@/lib/domain/billing/partner-bill/partner-line';
import {
  type PartnerBillContext,
  type PartnerBillReport,
  PartnerBillValidation,
} from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import { formatDecimal } from '@/lib/domain/money/decimal';
import type { PartnerRow, ReadStatement } from '@/lib/integrations/partner-bills/partner-row';

/**
 * Judges a file's rows and stores each with its verdict, batch by batch, reading the next while PostgreSQL takes one: what is held of
 * the file is two batches and a digest of each row.
 */
export async function importRows(
  sql: Sql,
  bill: { operatorId: string; id: string; partnerId: string; receivedAt: string; originalId: string | null },
  batches: AsyncGenerator<PartnerRow[], ReadStatement | undefined>,
  context: Omit<PartnerBillContext, 'knownLineKeys'>,
  onRows: (rows: number) => Promise<void> = async () => {},
): Promise<{ report: PartnerBillReport; hasWaitingLines: boolean; read: ReadStatement | null }> {
  let known: ReadonlySet<string> = new Set();
  const validation = new PartnerBillValidation({
    ...context,
    knownLineKeys: { has: (key) => known.has(key) },
  });
  const mayRepeat = await hasEarlierBills(sql, bill);
  let hasWaitingLines = false;
  let rowCount = 0;
  let storing: Promise<void> = Promise.resolve();
  const store = async (rows: readonly PartnerRow[]) => {
    const lineKeys = rows.flatMap(({ line }) => ('unreadable' in line ? [] : line.lineKey));
    if (mayRepeat) known = await findKnownLineKeys(sql, bill, lineKeys);
    const lines = rows.map((row) => {
      const verdict = validation.judge(row.line);
      hasWaitingLines ||= verdict.outcome === 'rejected' && verdict.waits;
      return storedLine(row, verdict);
    });
    await insertPartnerBillLines(sql, bill.operatorId, bill.id, lines);
  };
  let next = await batches.next();
  try {
    while (!next.done) {
      const rows = next.value;
      storing = store(rows);
      // Waited for below; until then its failure is nobody's yet.
      storing.catch(() => {});
      next = await batches.next();
      await storing;
      rowCount += rows.length;
      await onRows(rowCount);
    }
  } finally {
    await storing.catch(() => {});
    // Closes the file, when its end was not reached.
    if (!next.done) await batches.return(undefined);
  }
  const read = next.value ?? null;
  if (read) validation.state(read.statement, read.sums);
  return { report: validation.report(), hasWaitingLines, read };
}

function storedLine(row: PartnerRow, verdict: LineVerdict): NewPartnerBillLine {
  const { line, source, externalName, chargeFromAt, chargeToAt } = row;
  const { outcome: state, billingAccountId, code: issueCode } = verdict;
  const judged = {
    lineNo: line.lineNo,
    state,
    billingAccountId,
    issueCode,
    source,
    externalName,
    chargeFromAt,
    chargeToAt,
  };
  if ('unreadable' in line)
    return { ...judged, ...NOTHING_READ, lineKey: `unreadable:${line.lineNo}`, problems: line.unreadable };
  return {
    ...judged,
    externalAccount: line.externalAccount,
    externalPayer: line.externalPayer,
    lineKey: line.lineKey,
    description: line.description,
    service: line.service,
    category: line.category,
    chargeCategory: line.chargeCategory,
    quantity: line.quantity === null ? null : formatDecimal(line.quantity),
    unit: line.unit,
    taxCode: line.taxCode,
    currency: line.currency,
    amount: formatDecimal(line.amount),
    problems: null,
  };
}

const NOTHING_READ = {
  externalAccount: null,
  externalPayer: null,
  description: '',
  service: '',
  category: '',
  chargeCategory: null,
  quantity: null,
  unit: null,
  taxCode: null,
  currency: null,
  amount: null,
};
