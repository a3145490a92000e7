import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';
import { type CsvLayout, findCsvLayout } from '@/lib/integrations/usage-files/csv-layout';
import { csvRows } from '@/lib/integrations/usage-files/csv-rows';
import { jsonRows } from '@/lib/integrations/usage-files/json-rows';
import type { RawRows } from '@/lib/integrations/usage-files/raw-row';
import type { RowReader } from '@/lib/integrations/usage-files/row-reader';
import { withoutMark } from '@/lib/integrations/usage-files/sniff-usage-file';
import { splitCsv } from '@/lib/integrations/usage-files/split-csv';
import { splitJson } from '@/lib/integrations/usage-files/split-json';
import { splitLines } from '@/lib/integrations/usage-files/split-lines';

/** A usage file ready to be read: its rows from any row's end on, and what each says. */
export type OpenUsageFile = RowReader & {
  /** Null when the file is no CSV. */
  layout: CsvLayout | null;
  startOffset: number;
  rows(bytes: AsyncIterable<Buffer>, offset: number): RawRows;
};

/**
 * Opens a usage file by its first bytes, unpacked. The same opening and mapping always give the same reader, so that a crash
 * needs to keep no more than a place. Fails as `findCsvLayout` and `csvRows` do.
 */
export async function openUsageFile(
  opening: Buffer,
  { format, mapping, sender }: { format: UsageFileFormat; mapping: UsageMapping | null; sender: string },
): Promise<OpenUsageFile> {
  if (format === 'csv') {
    const layout = await findCsvLayout(opening, mapping?.csv);
    return {
      ...csvRows(layout, mapping),
      layout,
      startOffset: layout.startOffset,
      rows: (bytes, offset) => splitCsv(bytes, offset, layout.delimiter),
    };
  }
  const startOffset = opening.length - withoutMark(opening).length;
  const isList = /^\s*\[/.test(withoutMark(opening).subarray(0, 4096).toString('latin1'));
  return {
    ...jsonRows(format, mapping, sender),
    layout: null,
    startOffset,
    rows: (bytes, offset) =>
      format === 'jsonl' && !isList
        ? splitLines(bytes, offset)
        : splitJson(bytes, offset, offset === startOffset),
  };
}
