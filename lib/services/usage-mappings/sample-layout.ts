import type { CsvDialect, UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';
import { ownColumnsMapping } from '@/lib/domain/usage/own-columns';
import { type SampleColumns, suggestMapping } from '@/lib/domain/usage/suggest-mapping';
import { findCsvLayout } from '@/lib/integrations/usage-files/csv-layout';
import { pathsOf } from '@/lib/integrations/usage-files/json-rows';
import type { RawRow } from '@/lib/integrations/usage-files/raw-row';
import { splitCsv } from '@/lib/integrations/usage-files/split-csv';
import { splitJson } from '@/lib/integrations/usage-files/split-json';

/** What can be told of a sample before any mapping: its columns, and a first guess at what they mean. */
export type SampleLayout = {
  format: UsageFileFormat;
  delimiter: string | null;
  /** Names of columns, or paths of JSON rows, with some of their values. */
  columns: { name: string; values: string[] }[];
  /** Null when the file needs no mapping. */
  suggestion: UsageMapping | null;
};

export async function sampleLayout(
  opening: Buffer,
  format: UsageFileFormat,
  dialect: CsvDialect | undefined,
  timeZone: string,
): Promise<SampleLayout> {
  if (format !== 'csv') return jsonLayout(opening, format, timeZone);
  const layout = await findCsvLayout(opening, dialect);
  const rows = await firstRows(splitCsv(only(opening.subarray(layout.startOffset)), 0, layout.delimiter));
  const names = layout.columns ?? (rows[0]?.cells ?? []).map((_, index) => `#${index + 1}`);
  const columns = names.map((name, index) => ({
    name,
    values: rows.map(({ cells }) =>
      Buffer.from(cells?.[index] ?? '', 'latin1')
        .toString()
        .slice(0, 200),
    ),
  }));
  const needsNone = !Array.isArray(ownColumnsMapping(names));
  return {
    format,
    delimiter: layout.delimiter,
    columns,
    suggestion: needsNone ? null : suggestMapping(columns, timeZone),
  };
}

async function jsonLayout(opening: Buffer, format: UsageFileFormat, timeZone: string): Promise<SampleLayout> {
  const rows = await firstRows(splitJson(only(opening), 0));
  const objects = rows.flatMap(({ text }) => objectIn(text));
  const names = [...new Set(objects.flatMap((object) => pathsOf(object)))].slice(0, 200);
  const columns: SampleColumns = names.map((name) => ({
    name,
    values: objects.map((object) => shown(object[name])),
  }));
  const isOurs =
    format !== 'jsonl' ||
    objects.some((object) => 'specversion' in object || 'usageCharacteristic' in object);
  const needsNone = isOurs || !Array.isArray(ownColumnsMapping(names));
  return {
    format,
    delimiter: null,
    columns: columns.map(({ name, values }) => ({ name, values: [...values] })),
    suggestion: needsNone ? null : suggestMapping(columns, timeZone),
  };
}

const ROWS_LOOKED_AT = 20;

async function firstRows(rows: AsyncGenerator<RawRow[], void>): Promise<RawRow[]> {
  const found: RawRow[] = [];
  for await (const list of rows) {
    found.push(...list.filter(({ fault }) => fault === null).slice(0, ROWS_LOOKED_AT - found.length));
    if (found.length >= ROWS_LOOKED_AT) break;
  }
  return found;
}

async function* only(bytes: Buffer) {
  yield bytes;
}

function objectIn(text: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString());
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
