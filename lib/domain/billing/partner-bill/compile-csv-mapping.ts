import type {
  CellFault,
  CsvBillMapping,
  CsvText,
  RowSkip,
} from '@/lib/domain/billing/partner-bill/csv-mapping';
import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';
import { amountReader, numberReader } from '@/lib/domain/billing/partner-bill/read-csv-amount';
import { type DayReader, periodReader } from '@/lib/domain/billing/partner-bill/read-csv-period';
import type { Decimal } from '@/lib/domain/money/decimal';
import type { Period } from '@/lib/domain/period/period';
import { columnFinder } from '@/lib/domain/usage/find-column';

/** One row in our own words, to be validated as any line of a partner's bill is. */
export type CsvCharge = {
  payer: string | null;
  account: string | null;
  accountName: string | null;
  service: string;
  category: string;
  chargeCategory: ChargeCategory;
  description: string;
  quantity: Decimal | null;
  unit: string | null;
  currency: string;
  amount: Decimal;
  period: Period;
  taxCode: string | null;
  /** What makes the charge itself, in the partner's words; null when the file does not say. */
  id: string | null;
};

/** A charge; all that is wrong with the row, and the money in it when that can be read; or null: no charge, passed over. */
export type ReadCharge = (
  cells: readonly string[],
) => { charge: CsvCharge } | { faults: CellFault[]; amount: Decimal | null } | null;

/**
 * Makes a mapping into a plain function of a row's cells, each column found once. Fails with one fault per column the file does
 * not have (`unknown_column`). Codes of rows: `missing_value`, `bad_number`, `too_precise`, `too_large`, `currency_mark`,
 * `bad_date`, `period_reversed`, `unknown_charge_category`, `too_long`, `wrong_column_count`.
 */
export function compileCsvMapping(
  mapping: CsvBillMapping,
  columns: readonly string[] | null,
  cycle: Period,
): { ok: true; read: ReadCharge } | { ok: false; faults: CellFault[] } {
  const compiler = new Compiler(columns);
  const read = compiler.charge(mapping, cycle);
  return compiler.missing.length > 0 ? { ok: false, faults: compiler.missing } : { ok: true, read };
}

const MAX_ID_LENGTH = 255;
const CATEGORIES = ['usage', 'purchase', 'tax', 'credit', 'adjustment'] as const;

type Cells = readonly string[];
type ReadText = (cells: Cells) => string;
type Faults = CellFault[];

class Compiler {
  readonly missing: CellFault[] = [];
  readonly #columns: readonly string[] | null;
  readonly #find: (name: string) => number | null;

  constructor(columns: readonly string[] | null) {
    this.#columns = columns;
    this.#find = columnFinder(columns);
  }

  charge(mapping: CsvBillMapping, cycle: Period): ReadCharge {
    const skips = this.#skips(mapping.skip ?? []);
    const [account, payer] = [this.#id(mapping.account), this.#id(mapping.payer)];
    const accountName = this.#text(mapping.accountName);
    const service = this.#required('service', mapping.service);
    const category = this.#text(mapping.category);
    const chargeCategory = this.#chargeCategory(mapping);
    const description = this.#text(mapping.description);
    const quantity = this.#quantity(mapping);
    const unit = this.#text(mapping.unit);
    const currency = this.#required('currency', mapping.currency);
    const amount = this.#amount(mapping);
    const period = this.#period(mapping, cycle);
    const taxCode = this.#text(mapping.taxCode);
    const id = this.#text(mapping.lineId);
    const width = this.#columns?.length ?? null;

    return (cells) => {
      if (skips(cells)) return null;
      const faults: Faults = [];
      if (width !== null && isOther(cells, width)) faults.push(otherWidth(cells.length, width));
      const money = currency(cells, faults);
      const exact = amount(cells, money, faults);
      const days = period(cells, faults);
      const name = service(cells, faults);
      const line = {
        payer: payer(cells, faults),
        account: account(cells, faults),
        accountName: orNull(accountName(cells)),
        service: name,
        category: category(cells),
        chargeCategory: chargeCategory(cells, exact, faults),
        description: description(cells) || name,
        quantity: quantity(cells),
        unit: orNull(unit(cells)),
        currency: money,
        taxCode: orNull(taxCode(cells)),
        id: orNull(id(cells)),
      };
      if (faults.length > 0 || exact === null || days === null) return { faults, amount: exact };
      return { charge: { ...line, amount: exact, period: days } };
    };
  }

  /** Cells joined; '' when one of them has nothing. */
  #text(mapped: CsvText | undefined): ReadText {
    if (mapped === undefined) return () => '';
    const { constant, fields = [], separator = ' ', values } = mapped;
    if (constant !== undefined) return () => constant;
    const indexes = fields.map((field) => this.#index(field));
    const said = values && new Map(Object.entries(values).map(([from, to]) => [loosely(from), to]));
    return (cells) => {
      const texts = indexes.map((index) => cellText(cells[index]));
      if (texts.includes('')) return '';
      const text = texts.length === 1 ? texts[0]! : texts.join(separator);
      return said?.get(loosely(text)) ?? text;
    };
  }

  #required(part: string, mapped: CsvText): (cells: Cells, faults: Faults) => string {
    const read = this.#text(mapped);
    const column = placeOf(mapped, part);
    return (cells, faults) => {
      const text = read(cells);
      if (text === '') faults.push(missingValue(column, part));
      return text;
    };
  }

  #id(mapped: CsvText | undefined): (cells: Cells, faults: Faults) => string | null {
    const read = this.#text(mapped);
    const column = mapped ? placeOf(mapped, 'account') : '';
    return (cells, faults) => {
      const text = read(cells);
      if (text.length <= MAX_ID_LENGTH) return orNull(text);
      const message = `The account's id has ${text.length} characters; ${MAX_ID_LENGTH} are taken.`;
      faults.push({ code: 'too_long', column, message });
      return null;
    };
  }

  #chargeCategory({ chargeCategory: mapped }: CsvBillMapping) {
    if (mapped === undefined) {
      return (_: Cells, amount: Decimal | null): ChargeCategory => ((amount ?? 0n) < 0n ? 'credit' : 'usage');
    }
    const read = this.#text(mapped);
    const column = placeOf(mapped, 'charge category');
    return (cells: Cells, _: Decimal | null, faults: Faults): ChargeCategory => {
      const text = read(cells);
      const known = CATEGORIES.find((category) => category === text.toLowerCase()) ?? mapped.otherwise;
      if (known !== undefined) return known;
      const message = `${quoted(text)} is none of ${CATEGORIES.join(', ')}. Say in the mapping which of them it is.`;
      faults.push({ code: 'unknown_charge_category', column, message });
      return 'usage';
    };
  }

  /** What was consumed is told, never multiplied again: a cell that holds no number leaves it out. */
  #quantity({ quantity: mapped }: CsvBillMapping): (cells: Cells) => Decimal | null {
    if (mapped === undefined) return () => null;
    const text = this.#text(mapped);
    const read = numberReader(mapped);
    return (cells) => {
      const written = text(cells);
      const number = written === '' ? null : read(written);
      return typeof number === 'bigint' ? number : null;
    };
  }

  #amount({ amount: mapped }: CsvBillMapping) {
    const text = this.#text(mapped);
    const read = amountReader(mapped);
    const column = placeOf(mapped, 'amount');
    const { creditWhen } = mapped;
    const mark = creditWhen && this.#text({ fields: [creditWhen.field] });
    const credits = new Set(creditWhen?.is.map(loosely));
    return (cells: Cells, currency: string, faults: Faults): Decimal | null => {
      const written = text(cells);
      if (written === '') {
        faults.push(missingValue(column, 'amount'));
        return null;
      }
      const amount = read(written, currency);
      if (typeof amount !== 'bigint') {
        faults.push({ ...amount, column });
        return null;
      }
      return mark && credits.has(loosely(mark(cells))) ? (-amount as Decimal) : amount;
    };
  }

  #period({ period }: CsvBillMapping, cycle: Period): DayReader {
    if (period.kind === 'cycle') return () => cycle;
    const from = this.#text({ separator: ' ', ...period.from });
    const to = period.to && this.#text({ separator: ' ', ...period.to });
    return periodReader(period, from, to ?? null);
  }

  #skips(skips: readonly RowSkip[]): (cells: Cells) => boolean {
    const tests = skips.map(({ field, is = [], startsWith = [] }) => {
      const read = this.#text({ fields: [field] });
      const [texts, starts] = [new Set(is.map(loosely)), startsWith.map(loosely)];
      return (cells: Cells) => {
        const text = loosely(read(cells));
        return texts.has(text) || (text !== '' && starts.some((start) => text.startsWith(start)));
      };
    });
    return (cells) => cells.every((cell) => cell.trim() === '') || tests.some((test) => test(cells));
  }

  #index(name: string): number {
    const index = this.#find(name);
    if (index !== null) return index;
    const message = `The file has no column "${name}".`;
    if (!this.missing.some((fault) => fault.column === name))
      this.missing.push({ code: 'unknown_column', column: name, message });
    return -1;
  }
}

/** A spreadsheet keeps the noughts of an id by writing it as a formula: ="00123". */
function cellText(cell: string | undefined): string {
  const text = (cell ?? '').trim();
  return text.startsWith('="') && text.endsWith('"') ? text.slice(2, -1) : text;
}

/** Empty cells after the last column are common and harm nothing; any other count means shifted cells. */
const isOther = (cells: Cells, width: number): boolean =>
  cells.length < width || cells.slice(width).some((cell) => cell !== '');

const otherWidth = (count: number, width: number): CellFault => ({
  code: 'wrong_column_count',
  column: '',
  message: `The row has ${count} cells where the header has ${width}. Put quotes around cells that hold the separator.`,
});

const missingValue = (column: string, part: string): CellFault => ({
  code: 'missing_value',
  column,
  message: `There is no ${part}. Fill it in, or say in the mapping which rows are no charges.`,
});

export const placeOf = ({ fields }: { fields?: readonly string[] }, part: string): string =>
  fields?.join(', ') || part;

const orNull = (text: string): string | null => (text === '' ? null : text);
const loosely = (text: string) => text.trim().toLowerCase();
const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
