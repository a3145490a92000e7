import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';
import { formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import type { Issue } from '@/lib/domain/money/issue';
import { chargePeriodOf } from '@/lib/integrations/partner-bills/charge-period';
import { parseFocusQuantity } from '@/lib/integrations/partner-bills/focus-amount';
import { parseFocusInstant } from '@/lib/integrations/partner-bills/focus-instant';
import type { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type { PartnerRow } from '@/lib/integrations/partner-bills/partner-row';

/**
 * One applied billing rate of TMF678 v4 as a row of a partner's bill: `taxExcludedAmount` is its net, `billingAccount.id` the account,
 * `product.name` (else `name`) the service, `periodCoverage` its period, `type` its kind, `appliedTax` its tax code. All faults of an item are told at once.
 */
export function readAppliedRate(item: unknown, lineNo: number, keys: LineKeys): PartnerRow {
  const rate = new Item(item, lineNo);
  const id = rate.text('id');
  if (id === null) rate.fault('missing_value', 'id', 'has no id');
  const amount = readAmount(rate);
  const currency = rate.text('taxExcludedAmount.unit');
  if (currency === null) rate.fault('missing_value', 'taxExcludedAmount.unit', 'names no currency');
  const fromAt = readInstant(rate, 'periodCoverage.startDateTime');
  const toAt = readInstant(rate, 'periodCoverage.endDateTime');
  if (fromAt !== null && toAt !== null && toAt < fromAt) {
    rate.fault(
      'period_reversed',
      'periodCoverage.endDateTime',
      `ends (${toAt}) before it starts (${fromAt})`,
    );
  }
  const account = rate.text('billingAccount.id');
  const externalName = rate.text('billingAccount.name');
  const source = rate.source();
  if (rate.faults.length > 0 || id === null || amount === null || currency === null || !fromAt || !toAt) {
    const line = { lineNo, unreadable: rate.faults };
    return { line, source, externalName, chargeFromAt: null, chargeToAt: null };
  }
  const service = rate.text('product.name') ?? rate.text('name') ?? rate.text('product.id') ?? '';
  const line = {
    lineNo,
    lineKey: keys.ofId(id, [account, fromAt, toAt]),
    externalPayer: null,
    externalAccount: account,
    service,
    category: rate.text('product.id') ?? '',
    chargeCategory: categoryOf(rate.text('type') ?? rate.text('appliedBillingRateType'), amount),
    description: rate.text('description') ?? service,
    quantity: quantityOf(rate.characteristic('quantity')),
    unit: rate.characteristic('unit'),
    taxCode: rate.taxCode(),
    currency,
    amount,
    period: chargePeriodOf(fromAt, toAt),
  };
  return { line, source, externalName, chargeFromAt: fromAt, chargeToAt: toAt };
}

/** Reads texts out of a JSON value by their paths, and collects what is wrong with it. */
class Item {
  readonly faults: Issue[] = [];
  readonly #value: unknown;
  readonly #lineNo: number;

  constructor(value: unknown, lineNo: number) {
    this.#value = value;
    this.#lineNo = lineNo;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      this.fault('not_an_object', '', 'is no JSON object');
  }

  /** Text or number at a path, as text; null for everything else and for blanks. */
  text(path: string): string | null {
    let value: unknown = this.#value;
    for (const name of path.split('.'))
      value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value.trim().replaceAll('\0', '␀') : null;
  }

  characteristic(name: string): string | null {
    const list = isObject(this.#value) ? this.#value.characteristic : undefined;
    if (!Array.isArray(list)) return null;
    const found = list.find((entry: unknown) => isObject(entry) && entry.name === name);
    return found === undefined ? null : new Item(found, this.#lineNo).text('value');
  }

  /** Category and rate of each applied tax, as `VAT:23`; a rate is a name here, whether it is meant in percent or as a fraction. */
  taxCode(): string | null {
    const list = isObject(this.#value) ? this.#value.appliedTax : undefined;
    const codes = (Array.isArray(list) ? list : [list]).map((tax: unknown) => {
      const applied = new Item(tax, this.#lineNo);
      const [category, rate] = [applied.text('taxCategory'), applied.text('taxRate')];
      const number = rate === null ? null : parseDecimal(rate);
      const name = number === null ? rate : formatDecimal(number);
      return [category, name].filter((part) => part !== null).join(':');
    });
    const named = codes.filter((code) => code !== '').sort();
    return named.length === 0 ? null : named.join('+').slice(0, 200);
  }

  fault(code: string, path: string, words: string): void {
    const place = path === '' ? '' : `.${path}`;
    const message = `Item ${this.#lineNo}${path === '' ? '' : `, ${path}`}: ${words}.`;
    this.faults.push({ code, severity: 'error', path: `lines.${this.#lineNo}${place}`, message });
  }

  /** The item's own leaves by path, as they came; what is no object is kept as text. */
  source(): Record<string, string> {
    const leaves: Record<string, string> = {};
    if (typeof this.#value === 'string') return { text: this.#value.slice(0, 1000).replaceAll('\0', '␀') };
    collect(this.#value, '', leaves, 0);
    return leaves;
  }
}

const MAX_DEPTH = 8;
const MAX_LEAVES = 200;

function collect(value: unknown, path: string, leaves: Record<string, string>, depth: number): void {
  if (Object.keys(leaves).length >= MAX_LEAVES || depth > MAX_DEPTH) return;
  if (typeof value === 'object' && value !== null) {
    for (const [name, child] of Object.entries(value))
      collect(child, path === '' ? name : `${path}.${name}`, leaves, depth + 1);
  } else if (value !== null && value !== undefined && path !== '') {
    leaves[path.replaceAll('\0', '␀')] = String(value).slice(0, 10_000).replaceAll('\0', '␀');
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** TMF's Money has a number, which JSON keeps to 15 digits; a partner that needs more sends it as text. */
function readAmount(rate: Item) {
  const text = rate.text('taxExcludedAmount.value');
  const amount = text === null ? null : parseDecimal(text);
  if (text === null) rate.fault('missing_value', 'taxExcludedAmount.value', 'has no amount without tax');
  else if (amount === null) {
    rate.fault(
      'bad_number',
      'taxExcludedAmount.value',
      `"${text.slice(0, 40)}" is no number of up to 15 decimals`,
    );
  }
  return amount;
}

function readInstant(rate: Item, path: string): string | null {
  const text = rate.text(path);
  const instant = text === null ? null : parseFocusInstant(text);
  if (text === null) rate.fault('missing_value', path, 'has no date');
  else if (instant === null) rate.fault('bad_date', path, `"${text.slice(0, 40)}" is no date and time`);
  return instant;
}

const quantityOf = (text: string | null) => (text === null ? null : parseFocusQuantity(text));

/** Types are free text in TMF678; a word in it decides, and what is negative is a credit. */
function categoryOf(type: string | null, amount: bigint): ChargeCategory {
  const words = type?.toLowerCase() ?? '';
  const known = (['tax', 'credit', 'adjustment', 'usage'] as const).find((word) => words.includes(word));
  return known ?? (amount < 0n ? 'credit' : 'purchase');
}
