import { listChargedGroups } from '@/lib/db/partner-bill-family';
import {
  findKnownLineKeys,
  hasEarlierBills,
  type LineChange,
  lockDraftsOf,
  readStoredLines,
  type StoredPartnerLine,
  updateLineVerdicts,
} from '@/lib/db/partner-bill-lines';
import { findPartnerBill } from '@/lib/db/partner-bills';
import type { Sql } from '@/lib/db/tenant';
import { groupKey } from '@/lib/domain/billing/partner-bill/group-lines';
import type { LineVerdict, ReadLine } from '@/lib/domain/billing/partner-bill/partner-line';
import { PartnerBillValidation } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import { decimal } from '@/lib/domain/money/decimal';
import { chargePeriodOf } from '@/lib/integrations/partner-bills/charge-period';
import { partnerBillReaders } from '@/lib/integrations/partner-bills/formats';
import { saveReport } from '@/lib/services/partner-bills/save-report';
import { restoreStatement, type StoredStatement } from '@/lib/services/partner-bills/stored-statement';
import { loadValidationContext } from '@/lib/services/partner-bills/validation-context';

/**
 * Judges a stored bill's lines again, by the mapping and agreement as they are now, with the validation that judged
 * them first. Lines on an issued bill stay as they are; others may be accepted, rejected or moved, and leave the draft
 * they were on. The caller holds the partner's lock (`lockPartnerBills`) in this transaction.
 */
export async function revalidatePartnerBill(
  sql: Sql,
  operatorId: string,
  id: string,
): Promise<{ id: string; state: string; changedLines: number }> {
  const row = await findPartnerBill(sql, id);
  if (!row) throw new Error(`Partner bill ${id} is gone.`);
  const { state: before, originalId, receivedAt } = row;
  const bill = {
    operatorId,
    id,
    state: before,
    partnerId: row.partner.id,
    cycleId: row.cycle.id,
    originalId,
    receivedAt,
  };
  await lockDraftsOf(sql, id);

  const charged = originalId === null ? null : await listChargedGroups(sql, originalId);
  const ids = { partnerId: bill.partnerId, agreementId: row.agreementId, cycleId: row.cycle.id };
  const stated = row.totals.flatMap(({ currency, stated }) =>
    stated === null ? [] : { currency, amount: stated },
  );
  const context = await loadValidationContext(
    sql,
    ids,
    stated,
    partnerBillReaders[row.format]?.columns ?? {},
  );
  let known: ReadonlySet<string> = new Set();
  const validation = new PartnerBillValidation({
    ...context,
    knownLineKeys: { has: (key) => known.has(key) },
  });
  const mayRepeat = await hasEarlierBills(sql, bill);
  let hasWaitingLines = false;
  let changedLines = 0;
  for (let after = 0; ; ) {
    const lines = await readStoredLines(sql, id, after, BATCH_LINES);
    if (lines.length === 0) break;
    after = lines.at(-1)!.lineNo;
    if (mayRepeat)
      known = await findKnownLineKeys(
        sql,
        bill,
        lines.map(({ lineKey }) => lineKey),
      );
    const changes: LineChange[] = [];
    for (const stored of lines) {
      const line = charged && isOfCharged(stored, charged) ? { ...stored, billed: true } : stored;
      const verdict = validation.judge(readLineOf(line));
      hasWaitingLines ||= verdict.outcome === 'rejected' && verdict.waits;
      if (!line.billed && isChanged(line, verdict)) changes.push(changeOf(line, verdict));
    }
    await updateLineVerdicts(sql, id, changes);
    changedLines += changes.length;
  }
  if (row.statement) {
    const { statement, sums } = restoreStatement(row.statement as StoredStatement);
    validation.state(statement, sums);
  }
  const state = await saveReport(sql, bill, validation.report(), {
    hasWaitingLines,
    acceptance: context.acceptance,
  });
  return { id, state, changedLines };
}

const BATCH_LINES = 2000;

/** What issued bills charged of the bills that this one corrects stays where it is, as a billed line does. */
function isOfCharged(line: StoredPartnerLine, charged: ReadonlySet<string>): boolean {
  if (line.state !== 'accepted' || line.billed) return false;
  const { from } = chargePeriodOf(line.chargeFromAt!, line.chargeToAt!);
  return charged.has(`${line.billingAccountId}:${groupKey(line.service, line.chargeCategory!, from)}`);
}

function readLineOf(line: StoredPartnerLine): ReadLine {
  if (line.problems !== null) return { lineNo: line.lineNo, unreadable: line.problems };
  const { lineNo, lineKey, externalPayer, externalAccount, service, category, description, unit, taxCode } =
    line;
  return {
    ...{ lineNo, lineKey, externalPayer, externalAccount, service, category, description, unit, taxCode },
    chargeCategory: line.chargeCategory!,
    quantity: line.quantity === null ? null : decimal(line.quantity),
    currency: line.currency!,
    amount: decimal(line.amount!),
    period: chargePeriodOf(line.chargeFromAt!, line.chargeToAt!),
    ...(line.billed && { billedAccountId: line.billingAccountId! }),
  };
}

const isChanged = (line: StoredPartnerLine, verdict: LineVerdict): boolean =>
  line.state !== verdict.outcome ||
  line.issueCode !== verdict.code ||
  line.billingAccountId !== verdict.billingAccountId;

const changeOf = ({ lineNo }: StoredPartnerLine, verdict: LineVerdict): LineChange => ({
  lineNo,
  state: verdict.outcome,
  billingAccountId: verdict.billingAccountId,
  issueCode: verdict.code,
});
