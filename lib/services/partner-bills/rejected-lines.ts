import { findReceivingTerms } from '@/lib/db/partner-bill-terms';
import { findPartnerBill, listPartnerBillIssues } from '@/lib/db/partner-bills';
import { findBillLayout, type RejectedLineRow, readRejectedLines } from '@/lib/db/rejected-lines';
import { withTenantSql } from '@/lib/db/tenant';
import { type Scope, scopeOf } from '@/lib/domain/access/actor';
import { type FaultCode, faultWords } from '@/lib/domain/billing/partner-bill/fault-words';
import { addMonthsClamped, type CivilDate, civilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { notFound } from '@/lib/errors';
import type { CsvBillLayout } from '@/lib/integrations/partner-bills/partner-row';
import { type RejectedWriter, rejectedWriter } from '@/lib/integrations/partner-bills/write-rejected';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';

export type RejectedFile = { name: string; mediaType: string; text: AsyncGenerator<string, void> };

/**
 * The rows of a bill that were rejected, in the form they came in, each with its finding and what to do: to be mended and sent again
 * as a correction, which keeps the bill's other rows. Streams a thousand rows at a time. Fails: `not_found`.
 */
export async function rejectedLines(ctx: ServiceContext, id: string): Promise<RejectedFile> {
  authorise(ctx, 'partner-bill.read');
  const scope = scopeOf(ctx.actor);
  const found = await withTenantSql(scope, async (sql) => {
    const bill = await findPartnerBill(sql, id);
    if (!bill) return null;
    const layout = (await findBillLayout(sql, id)) as CsvBillLayout | null;
    return { bill, layout, issues: await listPartnerBillIssues(sql, id) };
  });
  if (!found) throw notFound('The partner bill');
  const { bill, layout, issues } = found;
  // Whatever the partner may see of its agreement: how old a charge may be is in the finding.
  const terms = await withTenantSql(operatorWide(ctx.actor), (sql) =>
    findReceivingTerms(sql, bill.agreementId, bill.cycle.id),
  );
  const cycle = { from: civilDate(terms.periodFrom), to: civilDate(terms.periodTo) };
  const words = {
    cycle,
    oldestFrom: addMonthsClamped(cycle.to, -terms.maxChargeAgeMonths),
    ofBill: issues
      .filter(({ severity, lineNo }) => severity === 'error' && lineNo === null)
      .map(({ message }) => message),
  };
  const writer = rejectedWriter(bill.format, layout ?? NO_LAYOUT);
  const base = (bill.fileName ?? bill.externalId)
    .replace(/\.[a-z0-9]{1,6}$/i, '')
    .replace(/(-rejected)+$/, '');
  const name = `${base}-rejected.${writer.extension}`;
  return { name, mediaType: writer.mediaType, text: write(scope, id, writer, words) };
}

type Words = { cycle: Period; oldestFrom: CivilDate; ofBill: readonly string[] };

const NO_LAYOUT: CsvBillLayout = { delimiter: ',', header: null, names: [], preamble: '' };
const PER_READ = { limit: 1000, maxBytes: 4 * 1024 * 1024 };

async function* write(
  scope: Scope,
  id: string,
  writer: RejectedWriter,
  words: Words,
): AsyncGenerator<string, void> {
  yield writer.before;
  let last = 0;
  for (;;) {
    const rows = await withTenantSql(scope, (sql) => readRejectedLines(sql, id, last, PER_READ));
    if (rows.length === 0) return;
    yield rows.map((row) => writer.row({ ...row, ...findingOf(row, words) })).join('');
    last = rows.at(-1)!.lineNo;
  }
}

function findingOf(row: RejectedLineRow, { ofBill, ...context }: Words): { code: string; message: string } {
  if (row.problems !== null && row.problems.length > 0) {
    const message = row.problems.map((problem) => problem.message).join(' ');
    return { code: row.problems[0]!.code, message };
  }
  if (row.issueCode === 'bill_rejected') {
    const message = ofBill.join(' ') || 'The bill was rejected as a whole. Send a corrected bill.';
    return { code: row.issueCode, message };
  }
  const code = row.issueCode as FaultCode;
  const { words } = faultWords({ code, value: wrongIn(row, context), currency: row.currency }, context);
  return { code, message: words };
}

/** What is wrong with the row, as its validation took it. */
function wrongIn(row: RejectedLineRow, { cycle }: { cycle: Period }): string | null {
  switch (row.issueCode) {
    case 'unknown_account':
      return row.externalAccount ?? row.externalPayer ?? '';
    case 'unknown_currency':
      return row.currency;
    case 'currency_mismatch':
      return row.accountCurrency;
    case 'unknown_product':
      return row.service;
    case 'unknown_tax_code':
      return row.taxCode;
    case 'period_outside_window':
      return row.chargeFromAt !== null && row.chargeFromAt.slice(0, 10) >= cycle.to ? 'future' : 'old';
    default:
      return null;
  }
}
