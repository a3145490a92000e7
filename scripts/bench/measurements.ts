import type { Bench } from './bench';
import { measureFloor } from './bill-run/floor-row';
import type { Measured, RowId } from './row';

/** How each row is taken. */
export const MEASUREMENTS: Readonly<Partial<Record<RowId, (bench: Bench) => Promise<Measured>>>> = {
  'bill-run.floor': measureFloor,
};
