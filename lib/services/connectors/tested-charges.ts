import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { Period } from '@/lib/domain/period/period';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import { readAppliedRate } from '@/lib/integrations/partner-bills/tmf678/applied-rate';
import type { ConnectorTestSummary } from '@/lib/schemas/partner-connector';

const SHOWN = 10;

/** Adds up what comes; holds a total per currency and a few examples, not the charges. */
export class TestedCharges {
  charges = 0;
  readonly #keys = new LineKeys();
  readonly #totals = new Map<string, { amount: bigint; charges: number }>();
  readonly #unmapped = new Set<string>();
  readonly #faults: string[] = [];
  #faultCount = 0;
  readonly #examples: ConnectorTestSummary['examples'] = [];
  readonly #period: Period;
  readonly #isMapped: (line: { externalPayer: string | null; externalAccount: string | null }) => boolean;

  constructor(
    period: Period,
    isMapped: (line: { externalPayer: string | null; externalAccount: string | null }) => boolean,
  ) {
    this.#period = period;
    this.#isMapped = isMapped;
  }

  add(item: unknown): void {
    this.charges += 1;
    const { line } = readAppliedRate(item, this.charges, this.#keys);
    if ('unreadable' in line) {
      this.#faultCount += 1;
      if (this.#faults.length < SHOWN) this.#faults.push(line.unreadable[0]!.message);
      return;
    }
    const total = this.#totals.get(line.currency) ?? { amount: 0n, charges: 0 };
    this.#totals.set(line.currency, { amount: total.amount + line.amount, charges: total.charges + 1 });
    const account = line.externalAccount ?? '';
    if (!this.#isMapped(line)) this.#unmapped.add(account);
    if (this.#examples.length < SHOWN) {
      const { service, currency } = line;
      this.#examples.push({
        id: String(this.charges),
        account,
        service,
        amount: formatDecimal(line.amount),
        currency,
      });
    }
  }

  summary(): ConnectorTestSummary {
    return {
      period: this.#period,
      totals: [...this.#totals].map(([currency, { amount, charges }]) => ({
        currency,
        amount: formatDecimal(amount as Decimal),
        charges,
      })),
      unmapped: [...this.#unmapped].slice(0, SHOWN),
      unmappedCount: this.#unmapped.size,
      faults: this.#faults,
      faultCount: this.#faultCount,
      examples: this.#examples,
    };
  }
}
