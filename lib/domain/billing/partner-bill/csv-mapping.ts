import type { ChargeCategory } from '@/lib/domain/billing/partner-bill/partner-line';
import type { CsvDialect } from '@/lib/domain/usage/mapping';

/**
 * How the columns of a partner's own CSV become the lines of its bill, as data that the partner edits. A column goes by its name
 * in the header, or by its place (`#3`). A saved version is never edited: a bill keeps the one it was read with.
 */
export type CsvBillMapping = {
  csv?: CsvDialect & { encoding?: CsvEncoding };
  /** Rows that match any of these are no charges: totals, subtotals, remarks. */
  skip?: readonly RowSkip[];
  /** The account that is charged, and the one that pays for it; at least one of them. */
  account?: CsvText;
  payer?: CsvText;
  accountName?: CsvText;
  service: CsvText;
  category?: CsvText;
  /** Without it a charge below nought is a credit and any other is usage. */
  chargeCategory?: CsvCategory;
  description?: CsvText;
  quantity?: CsvNumber;
  unit?: CsvText;
  currency: CsvText;
  amount: CsvAmount;
  period: CsvPeriod;
  /** What makes a charge itself. Without it two rows alike are two charges. */
  lineId?: { fields: readonly string[]; separator?: string };
  taxCode?: CsvText;
};

/** What is left out is found out from the file's first bytes. */
export type CsvEncoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

/** One constant; or columns joined by `separator`, with some texts said in other words: what `values` has not, stays. */
export type CsvText = {
  constant?: string;
  fields?: readonly string[];
  separator?: string;
  values?: Readonly<Record<string, string>>;
};

/** As `CsvText`, into the five categories, known by their own names in any case; `otherwise` for every other text. */
export type CsvCategory = Omit<CsvText, 'values'> & {
  values?: Readonly<Record<string, ChargeCategory>>;
  otherwise?: ChargeCategory;
};

export type CsvNumber = {
  fields: readonly string[];
  decimalSeparator?: '.' | ',';
  thousandsSeparator?: '.' | ',' | ' ' | "'";
  /** Exactly: 100 for amounts in cents. */
  divideBy?: string;
};

/**
 * What is charged. Written with a minus before or after it, or in brackets, it is a credit; `reversed` takes the opposite of what is
 * written, and `creditWhen` says by another column which rows take away.
 */
export type CsvAmount = CsvNumber & {
  sign?: 'as_written' | 'reversed';
  creditWhen?: { field: string; is: readonly string[] };
};

/**
 * The days a charge is for: the bill's own cycle, or columns. Without `to` it is the one day. `toIsLastDay`: the day in `to` still
 * belongs to it, as people write periods; else it ends where `to` begins.
 */
export type CsvPeriod =
  | { kind: 'cycle' }
  | {
      kind: 'columns';
      from: CsvTime;
      to?: CsvTime;
      toIsLastDay?: boolean;
      /** Whose days they are, for times with an offset; a day alone is that day anywhere. UTC unless said otherwise. */
      timeZone?: string;
    };

/** `format` as in mappings of usage: iso, unix, unix_ms, or a pattern such as dd.MM.yyyy. */
export type CsvTime = { fields: readonly string[]; separator?: string; format: string };

/** Texts are compared but for case and outer blanks; '' is an empty cell. */
export type RowSkip = { field: string; is?: readonly string[]; startsWith?: readonly string[] };

/** What is wrong with a cell; `column` is the file's own name of it, '' when it is the row's fault. */
export type CellFault = { code: string; column: string; message: string };
