/**
 * Finds columns by the names a mapping calls them: exactly, else but for case and outer blanks, else by place (`#1` is the first).
 * `columns` is null for a file without a header. Answers the index, or null when the file has no such column.
 */
export function columnFinder(columns: readonly string[] | null): (name: string) => number | null {
  const exact = new Map(columns?.map((column, index) => [column, index]));
  const loose = new Map(columns?.map((column, index) => [loosely(column), index]));
  return (name) => {
    const place = /^#(\d{1,4})$/.exec(name);
    const index = exact.get(name) ?? loose.get(loosely(name)) ?? (place ? Number(place[1]) - 1 : -1);
    return index < 0 || (columns !== null && index >= columns.length) ? null : index;
  };
}

const loosely = (name: string) => name.trim().toLowerCase();
