import { type FaultCode, faultWords, type LineField } from '@/lib/domain/billing/partner-bill/fault-words';
import type {
  PartnerBillIssue,
  PartnerLine,
  UnreadableLine,
} from '@/lib/domain/billing/partner-bill/partner-line';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

export type LineColumns = Partial<Readonly<Record<LineField, string>>>;

/** Rows with the same fault; `value` is what is wrong with them: an account, a currency, a service. */
type Fault = {
  code: FaultCode;
  value: string | null;
  currency: string | null;
  firstLineNo: number;
  lineCount: number;
  amount: Decimal;
};

// A million faulty rows must not make a million issues: rows with the same fault share one, and beyond these bounds the
// rest of a code, or of the unreadable rows, is counted together.
const MAX_FAULTS = 500;
const MAX_UNREADABLE = 100;
const HAS_MANY_VALUES: ReadonlySet<FaultCode> = new Set([
  'unknown_account',
  'unknown_currency',
  'unknown_product',
  'unknown_tax_code',
]);

/** Collects the faults of a bill's lines, counted and summed, and words them. */
export class FaultBook {
  readonly #faults = new Map<string, Fault>();
  readonly #unreadable: PartnerBillIssue[] = [];
  #unreadableBeyond: { firstLineNo: number; lineCount: number } | null = null;
  readonly #context: { cycle: Period; columns?: LineColumns };
  readonly #oldestFrom: CivilDate;

  constructor(context: { cycle: Period; columns?: LineColumns }, oldestFrom: CivilDate) {
    this.#context = context;
    this.#oldestFrom = oldestFrom;
  }

  add(code: FaultCode, value: string, line: PartnerLine): void {
    // What is no currency is a value here and no dimension, or garbage in that column would have no bound.
    const currency = code === 'unknown_currency' ? null : line.currency;
    const shared = `${code}\n${currency}`;
    const key = `${shared}\n${value}`;
    const fault = this.#faults.get(key) ?? this.#open(key, shared, { code, value, currency }, line.lineNo);
    fault.lineCount += 1;
    fault.amount = (fault.amount + line.amount) as Decimal;
  }

  unreadable({ lineNo, unreadable }: UnreadableLine): void {
    if (this.#unreadable.length < MAX_UNREADABLE) {
      for (const issue of unreadable)
        this.#unreadable.push({ ...issue, currency: null, lineNo, lineCount: 1 });
    } else {
      this.#unreadableBeyond ??= { firstLineNo: lineNo, lineCount: 0 };
      this.#unreadableBeyond.lineCount += 1;
    }
  }

  issues(): PartnerBillIssue[] {
    const issues = [...this.#faults.values()].map((fault) => this.#issueOf(fault));
    issues.push(...this.#unreadable);
    if (this.#unreadableBeyond !== null) {
      const { firstLineNo: lineNo, lineCount } = this.#unreadableBeyond;
      issues.push({
        code: 'unreadable_line',
        severity: 'error',
        path: `lines.${lineNo}`,
        message: `${rows(lineCount)} more cannot be read: correct the rows named here first, then send the bill again.`,
        currency: null,
        lineNo,
        lineCount,
      });
    }
    return issues;
  }

  /** A new fault, or beyond the bound the one that the rest of its code shares. */
  #open(
    key: string,
    shared: string,
    what: Pick<Fault, 'code' | 'value' | 'currency'>,
    lineNo: number,
  ): Fault {
    const isFull = this.#faults.size >= MAX_FAULTS && HAS_MANY_VALUES.has(what.code);
    const existing = isFull ? this.#faults.get(shared) : undefined;
    if (existing !== undefined) return existing;
    const value = isFull ? null : what.value;
    const fault: Fault = { ...what, value, firstLineNo: lineNo, lineCount: 0, amount: 0n as Decimal };
    this.#faults.set(isFull ? shared : key, fault);
    return fault;
  }

  #issueOf(fault: Fault): PartnerBillIssue {
    const { code, currency, firstLineNo: lineNo, lineCount, amount } = fault;
    const amountAtStake = formatDecimal(amount);
    const { severity, field, words } = faultWords(fault, {
      cycle: this.#context.cycle,
      oldestFrom: this.#oldestFrom,
    });
    const column = this.#context.columns?.[field] ?? field;
    return {
      code,
      severity,
      path: `lines.${lineNo}.${column}`,
      message: `${words} (${rows(lineCount)}, ${amountAtStake}${currency === null ? '' : ` ${currency}`})`,
      amountAtStake,
      currency,
      lineNo,
      lineCount,
    };
  }
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
