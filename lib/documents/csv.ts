/**
 * One CSV record with CRLF. Cells that a spreadsheet would take for a formula (= + - @ tab CR first) get a leading
 * apostrophe, unless they are plain numbers: -7.24 stays -7.24.
 */
export function csvRow(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => quoted(defused(cell ?? ''))).join(',')}\r\n`;
}

const defused = (cell: string) => (/^[=+\-@\t\r]/.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const plainNumber = /^-?\d+(\.\d+)?$/;
