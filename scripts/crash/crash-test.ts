import type { Laboratory } from '../scratch/laboratory';

/** One line of the report: done when it resolves, failed when it throws. */
export type CrashTest = { name: string; run: () => Promise<void> };

/** `quick` shrinks numbers, never the kinds of trouble. */
export type CrashContext = { lab: Laboratory; quick: boolean };
