import type { ReadLine } from '@/lib/domain/billing/partner-bill/partner-line';
import type { PartnerRow } from '@/lib/integrations/partner-bills/partner-row';

/** A row of a CSV. Its source is text from the start: an object with a column for each cell cost more than all else of the row. */
export class CellRow implements PartnerRow {
  constructor(
    readonly line: ReadLine,
    readonly sourceText: string,
    readonly externalName: string | null,
    readonly chargeFromAt: string | null,
    readonly chargeToAt: string | null,
  ) {}

  get source(): Readonly<Record<string, string>> {
    return JSON.parse(this.sourceText) as Record<string, string>;
  }
}

/** Whether a text is ASCII alone, with nothing in it that JSON escapes. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * A row's cells as a JSON object by column name, without empty ones and those that say `nothing`; cells beyond the columns are named by
 * their place. `arePlain` is for cells of which nothing has to be escaped.
 */
export function sourceText(
  names: readonly string[],
  cells: readonly string[],
  arePlain: boolean,
  nothing = '',
): string {
  const heads = headsOf(names);
  const parts = new Array<string>(cells.length * 2 + 1);
  let count = 0;
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at]!;
    if (cell === '' || cell === nothing) continue;
    const head = heads[at] ?? headOf(`column ${at + 1}`);
    // A head closes the cell before it; before the first there is none.
    parts[count] = count === 0 ? `{${head.slice(2)}` : head;
    parts[count + 1] = arePlain ? cell : JSON.stringify(cell).slice(1, -1);
    count += 2;
  }
  if (count === 0) return '{}';
  parts[count] = '"}';
  parts.length = count + 1;
  // Joined, not added up: the text is then whole, and nothing has to be copied when it is written.
  return parts.join('');
}

/** Of each column what comes between the cell before and its own. */
function headsOf(names: readonly string[]): readonly string[] {
  let heads = known.get(names);
  if (heads === undefined) {
    heads = names.map(headOf);
    known.set(names, heads);
  }
  return heads;
}

const headOf = (name: string): string => `",${JSON.stringify(name)}:"`;

const known = new WeakMap<readonly string[], readonly string[]>();
