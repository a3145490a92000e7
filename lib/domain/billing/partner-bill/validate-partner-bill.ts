import { checkStatement } from '@/lib/domain/billing/partner-bill/check-statement';
import { type BillExpectations, checkPartnerTotals } from '@/lib/domain/billing/partner-bill/check-totals';
import { FaultBook, type LineColumns } from '@/lib/domain/billing/partner-bill/fault-book';
import { KeyCounts } from '@/lib/domain/billing/partner-bill/key-counts';
import type {
  LineFaultCode,
  LineVerdict,
  PartnerBillIssue,
  PartnerLine,
  ReadLine,
} from '@/lib/domain/billing/partner-bill/partner-line';
import { type AccountMappings, resolveAccount } from '@/lib/domain/billing/partner-bill/resolve-account';
import type { BillStatement, ReadSums } from '@/lib/domain/billing/partner-bill/statement';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { addMonthsClamped, type CivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

export type PartnerBillContext = BillExpectations & {
  cycle: Period;
  /** How old a charge may be at the cycle's end, by the agreement. */
  maxChargeAgeMonths: number;
  mappings: AccountMappings;
  accounts: ReadonlyMap<string, { currency: Currency }>;
  /** Keys of lines accepted from the partner's other bills. Asked once per line, so a caller may answer from a chunk. */
  knownLineKeys: { has(lineKey: string): boolean };
  /** The mapped services and tax codes, where the agreement bills no others; null when it bills all. */
  services?: ReadonlySet<string> | null;
  taxCodes?: ReadonlySet<string> | null;
  /** What the file calls each field, for the issues' paths. */
  columns?: LineColumns;
};

export type PartnerBillTotal = {
  currency: Currency;
  stated: Decimal | null;
  received: Decimal;
  accepted: Decimal;
};

export type PartnerBillReport = {
  lines: { received: number; accepted: number; rejected: number; duplicate: number };
  /** Per currency known to ISO 4217, exact; lines in another are in the issues alone. */
  totals: PartnerBillTotal[];
  issues: PartnerBillIssue[];
  /** Some lines are good and nothing is wrong with the bill as a whole. Rejected lines alone do not stop a bill. */
  acceptable: boolean;
};

/** Judges all lines of a bill at once; for a bill that does not fit in memory, feed a PartnerBillValidation in chunks. */
export function validatePartnerBill(
  lines: Iterable<ReadLine>,
  context: PartnerBillContext,
): { verdicts: LineVerdict[]; report: PartnerBillReport } {
  const validation = new PartnerBillValidation(context);
  const verdicts: LineVerdict[] = [];
  for (const line of lines) verdicts.push(validation.judge(line));
  return { verdicts, report: validation.report() };
}

/**
 * Decides, line by line, what of a partner's bill may be billed. Invariant: received = accepted + rejected + duplicate, and an
 * accepted line is in its account's currency, so Σ accepted is what the bills show before rounding.
 * A rejected line that `waits` needs nothing from the partner: a mapping (`unknown_account`), an exchange rate
 * (`currency_mismatch`) or the next cycle frees it. Holds a digest of each line's key; all else is bounded.
 * Example: 1,000 lines of which 10 name an unmapped account are 990 accepted, 10 rejected and one issue with their sum.
 */
export class PartnerBillValidation {
  readonly #context: PartnerBillContext;
  readonly #oldestFrom: CivilDate;
  readonly #seenKeys = new KeyCounts();
  readonly #totals = new Map<string, PartnerBillTotal>();
  readonly #faults: FaultBook;
  readonly #lines = { received: 0, accepted: 0, rejected: 0, duplicate: 0 };
  #statementIssues: readonly PartnerBillIssue[] = [];

  constructor(context: PartnerBillContext) {
    this.#context = context;
    this.#oldestFrom = addMonthsClamped(context.cycle.to, -context.maxChargeAgeMonths);
    this.#faults = new FaultBook(context, this.#oldestFrom);
    for (const { currency, amount } of context.stated ?? []) this.#totalIn(currency).stated = amount;
  }

  judge(line: ReadLine): LineVerdict {
    this.#lines.received += 1;
    if ('unreadable' in line) {
      this.#faults.unreadable(line);
      this.#lines.rejected += 1;
      return UNREADABLE;
    }
    if (!isCurrency(line.currency)) return this.#reject(line, 'unknown_currency', line.currency);
    const total = this.#totalIn(line.currency);
    total.received = (total.received + line.amount) as Decimal;

    if (line.billedAccountId !== undefined) {
      this.#seenKeys.add(line.lineKey);
      return this.#accept(line, total, line.billedAccountId);
    }
    const isRepeated = this.#seenKeys.has(line.lineKey);
    if (isRepeated || this.#context.knownLineKeys.has(line.lineKey)) {
      this.#faults.add('duplicate_line', isRepeated ? 'same' : 'earlier', line);
      this.#lines.duplicate += 1;
      return DUPLICATE;
    }
    this.#seenKeys.add(line.lineKey);

    const billingAccountId = resolveAccount(this.#context.mappings, line);
    const fault = this.#faultOf(line, billingAccountId);
    if (fault !== null) return this.#reject(line, fault.code, fault.value, billingAccountId);
    return this.#accept(line, total, billingAccountId!);
  }

  /** Holds a document against itself; its stated total without tax is what the lines are held against, unless the sender stated one. */
  state(statement: BillStatement, sums: ReadSums): void {
    this.#statementIssues = checkStatement(statement, sums);
    if (!isCurrency(statement.currency) || statement.net === null) return;
    this.#totalIn(statement.currency).stated ??= statement.net;
  }

  report(): PartnerBillReport {
    const totals = [...this.#totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
    const billIssues = [
      ...checkPartnerTotals(totals, this.#lines.received, this.#context),
      ...this.#statementIssues,
    ];
    const acceptable = this.#lines.accepted > 0 && !billIssues.some(({ severity }) => severity === 'error');
    return {
      lines: { ...this.#lines },
      totals,
      issues: [...billIssues, ...this.#faults.issues()],
      acceptable,
    };
  }

  #faultOf(line: PartnerLine, accountId: string | null): { code: LineFaultCode; value: string } | null {
    const { cycle, accounts, services, taxCodes } = this.#context;
    if (line.chargeCategory === 'tax') return { code: 'tax_line', value: '' };
    if (line.period.from < this.#oldestFrom) return { code: 'period_outside_window', value: 'old' };
    if (line.period.from >= cycle.to) return { code: 'period_outside_window', value: 'future' };
    const account = accountId === null ? undefined : accounts.get(accountId);
    if (account === undefined) {
      return { code: 'unknown_account', value: line.externalAccount ?? line.externalPayer ?? '' };
    }
    if (account.currency !== line.currency) return { code: 'currency_mismatch', value: account.currency };
    if (services != null && !services.has(line.service))
      return { code: 'unknown_product', value: line.service };
    if (taxCodes != null && line.taxCode !== null && !taxCodes.has(line.taxCode))
      return { code: 'unknown_tax_code', value: line.taxCode };
    return null;
  }

  #accept(line: PartnerLine, total: PartnerBillTotal, billingAccountId: string): LineVerdict {
    total.accepted = (total.accepted + line.amount) as Decimal;
    this.#lines.accepted += 1;
    return { outcome: 'accepted', billingAccountId, code: null };
  }

  #reject(
    line: PartnerLine,
    code: LineFaultCode,
    value: string,
    billingAccountId: string | null = null,
  ): LineVerdict {
    this.#faults.add(code, value, line);
    this.#lines.rejected += 1;
    const waits = WAITS.has(code) || value === 'future';
    return { outcome: 'rejected', billingAccountId, code, waits };
  }

  #totalIn(currency: Currency): PartnerBillTotal {
    let total = this.#totals.get(currency);
    if (total === undefined) {
      total = { currency, stated: null, received: 0n as Decimal, accepted: 0n as Decimal };
      this.#totals.set(currency, total);
    }
    return total;
  }
}

const WAITS: ReadonlySet<LineFaultCode> = new Set([
  'unknown_account',
  'currency_mismatch',
  'unknown_product',
  'unknown_tax_code',
]);
const DUPLICATE: LineVerdict = Object.freeze({
  outcome: 'duplicate',
  billingAccountId: null,
  code: 'duplicate_line',
});
const UNREADABLE: LineVerdict = Object.freeze({
  outcome: 'rejected',
  billingAccountId: null,
  code: 'unreadable_line',
  waits: false,
});
