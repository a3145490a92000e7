/**
 * Error files are opened in spreadsheets, where a cell that begins with = + - @, a tab or a return may be taken for a formula.
 * Such a cell gets an apostrophe before it, unless it is a plain number; one that begins with apostrophes and then such a
 * character gets one more, so that reading a repaired file (known by its error columns) can take exactly one off again.
 */
export const escapeCell = (cell: string): string => (isRisky(cell) ? `'${cell}` : cell);

export const unescapeCell = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

const isRisky = (cell: string): boolean => /^'*[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+([.,]\d+)?$/.test(cell);

/** Before the code of a row's error where no header can say which cell that is. */
export const ERROR_MARK = 'error:';
