import type { RowFault, UsageMapping } from '@/lib/domain/usage/mapping';

/** What a repaired error file still carries; never read. */
export const ERROR_COLUMNS = ['error_code', 'error_message'] as const;

/** Before them in a file of a partner bill's rejected rows: which row of that bill each one was. */
export const ERROR_ROW = 'error_row';

/** Our own names of columns: a file that has them needs no mapping. */
export const OWN_COLUMNS = ['source', 'id', 'time', 'subject', 'meter', 'quantity'] as const;

/**
 * The mapping of a CSV whose header has our own names, in any order and case: every other column is an attribute. Times are
 * ISO with an offset. Answers one fault per name that is missing.
 */
export function ownColumnsMapping(header: readonly string[]): UsageMapping | RowFault[] {
  const byName = new Map(header.map((column) => [column.trim().toLowerCase(), column]));
  const missing = OWN_COLUMNS.filter((name) => !byName.has(name));
  if (missing.length > 0) {
    return missing.map((name) => ({
      code: 'mapping_required',
      path: 'header',
      message: `The header has no column "${name}".`,
    }));
  }
  const fields = (name: (typeof OWN_COLUMNS)[number]) => ({ fields: [byName.get(name)!] });
  const others = header.filter((column) => !ours.has(column.trim().toLowerCase()) && column.trim() !== '');
  return {
    source: fields('source'),
    id: fields('id'),
    time: { ...fields('time'), format: 'iso' },
    subject: fields('subject'),
    meter: fields('meter'),
    quantity: fields('quantity'),
    attributes: others.map((column) => ({ name: column.trim(), fields: [column] })),
  };
}

const ours = new Set<string>([...OWN_COLUMNS, ...ERROR_COLUMNS, 'type']);
