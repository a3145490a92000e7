import { createHash } from 'node:crypto';

/** What a file's columns are remembered by: their names in order, but for case and outer blanks. */
export const headerHash = (columns: readonly string[]): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(columns.map((name) => name.trim().toLowerCase())))
    .digest();
