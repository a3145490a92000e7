import type { ChargeCategory, PartnerLine } from '@/lib/domain/billing/partner-bill/partner-line';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { Issue } from '@/lib/domain/money/issue';
import { chargePeriodOf } from '@/lib/integrations/partner-bills/charge-period';
import { CellRow, isPlain, sourceText } from '@/lib/integrations/partner-bills/csv/cell-row';
import { decodeCell, showableCell } from '@/lib/integrations/partner-bills/decode-cell';
import { parseFocusAmount, parseFocusQuantity } from '@/lib/integrations/partner-bills/focus-amount';
import type { FocusField, FocusHeader } from '@/lib/integrations/partner-bills/focus-columns';
import { parseFocusInstant } from '@/lib/integrations/partner-bills/focus-instant';
import type { LineKeys } from '@/lib/integrations/partner-bills/line-key';

/** Types one row of a FOCUS file, given its cells and its own text. `NULL` and an empty cell are no value. All faults of a row are told at once. */
export function readFocusRow(
  header: FocusHeader,
  { cells, text }: { cells: readonly string[]; text: string },
  lineNo: number,
  keys: LineKeys,
): CellRow {
  const row = new FocusRow(header, cells, text, lineNo);
  return (
    row.read(keys) ?? new CellRow({ lineNo, unreadable: row.problems() }, row.source(), null, null, null)
  );
}

class FocusRow {
  readonly #header: FocusHeader;
  readonly #cells: readonly string[];
  readonly #lineNo: number;
  /** Nothing in it but ASCII, as in nearly all rows: its cells are then their own text. */
  readonly #isAscii: boolean;
  /** And nothing that JSON escapes. */
  readonly #isPlain: boolean;
  readonly #faults: { code: string; column: string; words: string }[] = [];
  #amount: Decimal | null = null;

  constructor(header: FocusHeader, cells: readonly string[], text: string, lineNo: number) {
    this.#header = header;
    this.#cells = cells;
    this.#lineNo = lineNo;
    this.#isPlain = isPlain(text);
    this.#isAscii = this.#isPlain || !NOT_ASCII.test(text);
  }

  /** Null for a row that has faults. */
  read(keys: LineKeys): CellRow | null {
    this.#checkShape();
    const amount = this.#readAmount();
    const currency = this.#required('BillingCurrency');
    const chargeCategory = this.#readCategory();
    const fromAt = this.#readInstant('ChargePeriodStart');
    const toAt = this.#readInstant('ChargePeriodEnd');
    if (fromAt !== null && toAt !== null && toAt < fromAt) {
      this.#fault(
        'period_reversed',
        'ChargePeriodEnd',
        `The charge ends (${toAt}) before it starts (${fromAt}).`,
      );
    }
    const externalPayer = this.#accountId('BillingAccountId');
    const externalAccount = this.#accountId('SubAccountId');
    if (this.#faults.length > 0) return null;
    const service =
      this.value('ServiceName') ?? this.value('ServiceCategory') ?? this.value('ProviderName') ?? '';
    const { quantity, unit } = this.#readQuantity();
    const line: PartnerLine = {
      lineNo: this.#lineNo,
      lineKey: this.#keyFrom(keys, [externalPayer, externalAccount, fromAt, toAt]),
      externalPayer,
      externalAccount,
      service,
      category: this.value('ServiceCategory') ?? '',
      chargeCategory: chargeCategory!,
      description: this.value('ChargeDescription') ?? this.value('SkuMeter') ?? service,
      quantity,
      unit,
      taxCode: null,
      currency: currency!,
      amount: amount!,
      period: chargePeriodOf(fromAt!, toAt!),
    };
    const externalName = this.value('SubAccountName') ?? this.value('BillingAccountName');
    return new CellRow(line, this.source(), externalName, fromAt, toAt);
  }

  /** Null for a column the file does not have, an empty cell, and `NULL`. */
  value(field: FocusField): string | null {
    const cell = this.#cells[this.#header.positions[field]];
    if (cell === undefined) return null;
    const text = (this.#isAscii ? cell : decodeCell(cell))?.trim() ?? '';
    return text === '' || text === 'NULL' || text === 'null' ? null : text;
  }

  /** The row by column name, as JSON. Cells beyond the header's columns are kept too. */
  source(): string {
    const cells = this.#isAscii ? this.#cells : this.#cells.map(showableCell);
    return sourceText(this.#header.names, cells, this.#isPlain, 'NULL');
  }

  problems(): Issue[] {
    const atStake = this.#amount === null ? {} : { amountAtStake: formatDecimal(this.#amount) };
    return this.#faults.map(({ code, column, words }) => ({
      code,
      severity: 'error',
      path: `lines.${this.#lineNo}${column === '' ? '' : `.${column}`}`,
      message: `Row ${this.#lineNo}${column === '' ? '' : `, ${column}`}: ${words}`,
      ...atStake,
    }));
  }

  #fault(code: string, column: string, words: string): null {
    this.#faults.push({ code, column, words });
    return null;
  }

  #checkShape(): void {
    const expected = this.#header.names.length;
    if (this.#cells.length !== expected) {
      const words = `The row has ${this.#cells.length} cells where the header has ${expected}. Check its commas and quotes.`;
      this.#fault('wrong_column_count', '', words);
    }
    if (this.#isAscii) return;
    for (const [i, cell] of this.#cells.entries()) {
      const column = this.#header.names[i] ?? `column ${i + 1}`;
      if (decodeCell(cell) === null) {
        this.#fault(
          'not_utf8',
          column,
          'The text is not UTF-8. Save the file as "CSV UTF-8" and send it again.',
        );
      } else if (cell.includes('\0')) {
        this.#fault(
          'control_character',
          column,
          'The cell has a NUL character. Remove it and send the file again.',
        );
      }
    }
  }

  #required(field: FocusField): string | null {
    const value = this.value(field);
    if (value !== null) return value;
    // In a row that is too short the count of cells is the fault to tell.
    if (this.#cells.length <= this.#header.positions[field]) return null;
    return this.#fault('missing_value', field, 'There is no value. Fill it in and send the file again.');
  }

  #readAmount(): Decimal | null {
    const text = this.#required('BilledCost');
    if (text === null) return null;
    const amount = parseFocusAmount(text);
    if (typeof amount === 'bigint') {
      this.#amount = amount;
      return amount;
    }
    return this.#fault(amount, 'BilledCost', `${quoted(text)} ${AMOUNT_FAULTS[amount]}`);
  }

  #readCategory(): ChargeCategory | null {
    const text = this.#required('ChargeCategory');
    if (text === null) return null;
    const category = CATEGORIES.find((known) => known.toLowerCase() === text.toLowerCase());
    if (category !== undefined) return category.toLowerCase() as ChargeCategory;
    const words = `${quoted(text)} is none of ${CATEGORIES.join(', ')}.`;
    return this.#fault('unknown_charge_category', 'ChargeCategory', words);
  }

  #readInstant(field: FocusField): string | null {
    const text = this.#required(field);
    if (text === null) return null;
    const words = `${quoted(text)} is not a date and time. Write it as 2024-09-18 22:00:00 (UTC).`;
    return parseFocusInstant(text) ?? this.#fault('bad_date', field, words);
  }

  #accountId(field: FocusField): string | null {
    const value = this.value(field);
    if (value === null || value.length <= MAX_ID_LENGTH) return value;
    const words = `The account's id has ${value.length} characters; ${MAX_ID_LENGTH} are taken.`;
    return this.#fault('too_long', field, words);
  }

  #readQuantity(): { quantity: Decimal | null; unit: string | null } {
    for (const [quantity, unit] of QUANTITIES) {
      const text = this.value(quantity);
      const value = text === null ? null : parseFocusQuantity(text);
      if (value !== null) return { quantity: value, unit: this.value(unit) };
    }
    return { quantity: null, unit: null };
  }

  #keyFrom(keys: LineKeys, identity: readonly (string | null)[]): string {
    const id = this.value('Id');
    return id === null ? keys.ofContent(this.#cells) : keys.ofId(id, identity);
  }
}

// NUL is ASCII as well, and is told.
const NOT_ASCII = /[\0\x80-\xff]/;

const CATEGORIES = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] as const;
// What the price is a price of comes first; what was measured stands in for it.
const QUANTITIES = [
  ['PricingQuantity', 'PricingUnit'],
  ['ConsumedQuantity', 'ConsumedUnit'],
] as const;
const MAX_ID_LENGTH = 255;

const AMOUNT_FAULTS = {
  bad_number: 'is not a number. Write 1234.50 with a point, and without thousands separators or a currency.',
  too_precise: 'has more than 15 decimals. Round it at the source; no part of an amount is cut off here.',
  too_large: 'is more than 23 digits long. Correct the amount.',
} as const;

const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
