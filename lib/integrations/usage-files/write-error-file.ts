import type { UsageFileFormat } from '@/lib/domain/usage/mapping';
import { ERROR_COLUMNS } from '@/lib/domain/usage/own-columns';
import { ERROR_MARK, escapeCell } from '@/lib/integrations/usage-files/escape-cell';
import { cellsOf } from '@/lib/integrations/usage-files/split-csv';

/** A row that was not accepted: its own text, and why. */
export type RefusedRow = { content: string; code: string; message: string };

/** What an error file needs to look like the file it came from. */
export type ErrorFileLayout = {
  format: UsageFileFormat;
  csv: { delimiter: string; header: string[] | null } | null;
};

/** The parts of an error file: what comes before the rows, each row, what is between two, and what comes after. */
export type ErrorFileWriter = {
  mediaType: string;
  extension: 'csv' | 'jsonl' | 'json';
  before: string;
  row(row: RefusedRow): string;
  between: string;
  after: string;
};

/**
 * Writes refused rows in the form they came in, with the error beside them, so that the file can be repaired and sent again:
 * a CSV with its own header and delimiter and two more columns, JSON lines with two more fields, CloudEvents with two
 * extension attributes, TMF635 usage with two more fields. All of these are passed over when the file is read.
 */
export function errorFileWriter({ format, csv }: ErrorFileLayout): ErrorFileWriter {
  if (csv) return csvWriter(csv.delimiter, csv.header);
  const [code, message] = NAMES[format];
  const row = (refused: RefusedRow) => withErrors(refused, code, message);
  if (format === 'jsonl') {
    return {
      mediaType: 'application/jsonl',
      extension: 'jsonl',
      before: '',
      row,
      between: '\n',
      after: '\n',
    };
  }
  const mediaType = format === 'cloudevents' ? 'application/cloudevents-batch+json' : 'application/json';
  return { mediaType, extension: 'json', before: '[\n', row, between: ',\n', after: '\n]\n' };
}

/** CloudEvents' attributes have names of small letters and digits. */
const NAMES: Record<UsageFileFormat, readonly [string, string]> = {
  csv: ERROR_COLUMNS,
  jsonl: ERROR_COLUMNS,
  cloudevents: ['errorcode', 'errormessage'],
  tmf635: ['errorCode', 'errorMessage'],
};

function csvWriter(delimiter: string, header: string[] | null): ErrorFileWriter {
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
  return {
    mediaType: 'text/csv; charset=utf-8',
    extension: 'csv',
    before: header ? line([...header, ...ERROR_COLUMNS]) : '',
    row: ({ content, code, message }) => {
      const cells = cellsOf(content, delimiter);
      // A short row is filled up, so that the error stands in its own columns.
      const own = header ? fitted(cells, header.length) : cells;
      return line([...own.map(escapeCell), header ? code : `${ERROR_MARK}${code}`, message]);
    },
    between: '',
    after: '',
  };
}

const fitted = (cells: readonly string[], count: number): string[] => [
  ...cells,
  ...new Array<string>(Math.max(0, count - cells.length)).fill(''),
];

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Added to the text itself: parsing and writing it again would lose digits of its numbers. */
function withErrors({ content, code, message }: RefusedRow, codeName: string, messageName: string): string {
  const errors = `"${codeName}":${JSON.stringify(code)},"${messageName}":${JSON.stringify(message)}`;
  const text = content.trim();
  if (!isObject(text)) return `{"text":${JSON.stringify(content)},${errors}}`;
  const earlier = new RegExp(
    `,?\\s*"${codeName}":"(?:[^"\\\\]|\\\\.)*","${messageName}":"(?:[^"\\\\]|\\\\.)*"\\s*}$`,
  );
  const own = text.replace(earlier, '}');
  const body = own.slice(0, own.lastIndexOf('}')).trimEnd();
  return `${body.replaceAll(/\r?\n/g, ' ')}${body === '{' ? '' : ','}${errors}}`;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
