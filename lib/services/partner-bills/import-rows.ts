import {
  insertPartnerBillLines,
  type JudgedLine,
  lineColumns,
} from '@/lib/db/bulk/insert-partner-bill-lines';
import { findKnownLineKeys, hasEarlierBills } from '@/lib/db/partner-bill-lines';
import type { Sql } from '@/lib/db/tenant';
import {
  type PartnerBillContext,
  type PartnerBillReport,
  PartnerBillValidation,
} from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import type { PartnerRow, ReadStatement } from '@/lib/integrations/partner-bills/partner-row';
import { gathered } from '@/lib/services/partner-bills/gathered';
import { InTurn } from '@/lib/services/partner-bills/in-turn';

type ImportedBill = {
  operatorId: string;
  id: string;
  partnerId: string;
  receivedAt: string;
  originalId: string | null;
};

/**
 * Judges a file's rows and stores each with its verdict, batch by batch. While PostgreSQL stores one, the next is judged and the one
 * after it is read: what is held of the file is three batches and a digest of each row.
 */
export async function importRows(
  sql: Sql,
  bill: ImportedBill,
  rows: AsyncGenerator<PartnerRow[], ReadStatement | undefined>,
  context: Omit<PartnerBillContext, 'knownLineKeys'>,
  onRows: (rows: number) => Promise<void> = async () => {},
): Promise<{ report: PartnerBillReport; hasWaitingLines: boolean; read: ReadStatement | null }> {
  const judge = new RowJudge(context);
  const mayRepeat = await hasEarlierBills(sql, bill);
  const connection = new InTurn();
  const knownKeysOf = (batch: readonly PartnerRow[]) =>
    mayRepeat ? connection.run(() => findKnownLineKeys(sql, bill, keysOf(batch))) : NONE;
  const batches = gathered(rows);
  let storing: Promise<void> = Promise.resolve();
  let rowCount = 0;
  try {
    let next = await batches.next();
    let known = next.done ? NONE : knownKeysOf(next.value);
    while (!next.done) {
      const batch = next.value;
      next = await batches.next();
      const columns = lineColumns(judge.judge(batch, await known));
      // Asked before these lines are sent, the next batch's keys are there when it is judged.
      known = next.done ? NONE : knownKeysOf(next.value);
      const sent = connection.run(() => insertPartnerBillLines(sql, bill, columns));
      await storing;
      storing = sent;
      rowCount += batch.length;
      await onRows(rowCount);
    }
    await storing;
    const read = next.value ?? null;
    if (read) judge.validation.state(read.statement, read.sums);
    return { report: judge.validation.report(), hasWaitingLines: judge.hasWaitingLines, read };
  } finally {
    await connection.idle();
    // Closes the file, when its end was not reached.
    await batches.return(undefined);
  }
}

type Keys = ReadonlySet<string>;
const NONE: Promise<Keys> = Promise.resolve(new Set<string>());

const keysOf = (rows: readonly PartnerRow[]): string[] =>
  rows.flatMap(({ line }) => ('unreadable' in line ? [] : line.lineKey));

class RowJudge {
  readonly validation: PartnerBillValidation;
  hasWaitingLines = false;
  #known: Keys = new Set();

  constructor(context: Omit<PartnerBillContext, 'knownLineKeys'>) {
    const knownLineKeys = { has: (key: string) => this.#known.has(key) };
    this.validation = new PartnerBillValidation({ ...context, knownLineKeys });
  }

  /** `known` are those of the rows' keys that earlier bills have. */
  judge(rows: readonly PartnerRow[], known: Keys): JudgedLine[] {
    this.#known = known;
    return rows.map((row) => {
      const { line, externalName, chargeFromAt, chargeToAt } = row;
      const verdict = this.validation.judge(line);
      this.hasWaitingLines ||= verdict.outcome === 'rejected' && verdict.waits;
      const source = row.sourceText ?? JSON.stringify(row.source);
      return { line, verdict, source, externalName, chargeFromAt, chargeToAt };
    });
  }
}
