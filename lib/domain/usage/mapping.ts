/** The formats usage files come in. `jsonl` is one JSON object a line; the others may be arrays. */
export const USAGE_FILE_FORMATS = ['csv', 'jsonl', 'cloudevents', 'tmf635'] as const;
export type UsageFileFormat = (typeof USAGE_FILE_FORMATS)[number];

/**
 * How a sender's rows become usage events, as data that the sender edits. A field is a CSV column by its header (or `#3`, the
 * third column), or a dotted path into a JSON row. A saved version is never edited: files keep the one they were read with.
 */
export type UsageMapping = {
  csv?: CsvDialect;
  /** Rows that do not match every filter are passed over: header and trailer records, other record types. */
  filters?: readonly RowFilter[];
  source: MappedValue;
  id: MappedId;
  time: MappedTime;
  subject: MappedValue;
  meter: MappedValue;
  quantity: MappedQuantity;
  attributes?: readonly MappedAttribute[];
  lookups?: Readonly<Record<string, Lookup>>;
};

/** What is left out is found out from the file: the delimiter from its first line, the names of columns from its header. */
export type CsvDialect = {
  delimiter?: ',' | ';' | '\t' | '|';
  /** False: the first row is data already, and columns are `#1`, `#2`, or as named in `columns`. */
  header?: boolean;
  columns?: readonly string[];
  /** Lines before the header that are no table. */
  skipLines?: number;
};

/** One constant, or fields joined by `separator`; then, when it names one, the result of a lookup. */
export type MappedValue = {
  constant?: string;
  fields?: readonly string[];
  separator?: string;
  lookup?: string;
};

export type MappedAttribute = MappedValue & { name: string };

/**
 * The event's id: fields joined by `separator`, or a digest of the row's content for senders who have none. By digest two rows
 * with the very same content are one event: take it only where rows carry something that tells them apart.
 */
export type MappedId = { fields: readonly string[]; separator?: string } | { rowHash: true };

/**
 * When it happened: fields joined by `separator` (a blank), read as `iso`, `unix` (seconds), `unix_ms`, or a pattern of yyyy yy
 * MM M dd d HH H hh h mm ss S a XXX. A time without an offset is local in `timeZone`.
 */
export type MappedTime = {
  fields: readonly string[];
  separator?: string;
  format: string;
  timeZone?: string;
  /** Clocks went back and the local time occurs twice; `first` unless said otherwise. */
  repeatedHour?: 'first' | 'second' | 'refuse';
  /** Clocks went forward and the local time does not exist; it moves forward unless said otherwise. */
  skippedHour?: 'forward' | 'refuse';
};

/** How much: the number as written, times `multiplyBy`, divided by `divideBy`, exactly. */
export type MappedQuantity = MappedValue & {
  decimalSeparator?: '.' | ',';
  thousandsSeparator?: '.' | ',' | ' ' | "'";
  multiplyBy?: string;
  divideBy?: string;
  /** A quotient beyond 15 decimals is refused, or rounded at the 15th, half away from zero. */
  inexact?: 'refuse' | 'round';
};

export type RowFilter = { field: string; is?: readonly string[]; isNot?: readonly string[] };

/**
 * `table`: the whole value is looked up. `prefix`: the longest entry that a number begins with, whether written +48…, 0048… or
 * 48…. What is not found is `otherwise`, or refuses the row.
 */
export type Lookup = {
  kind: 'table' | 'prefix';
  entries: Readonly<Record<string, string>>;
  otherwise?: string;
};

/** A row in our own words, to be checked as any event is. */
export type NormalisedUsage = {
  type: string;
  source: string;
  id: string;
  /** RFC 3339 with an offset. */
  time: string;
  subject: string;
  meter: string;
  /** Decimal text. */
  quantity: string;
  attributes: Record<string, string>;
};

/** What is wrong with a row: `path` is the sender's own column or path. */
export type RowFault = { code: string; path: string; message: string };
