import type { Laboratory } from '../scratch/laboratory';

/** What a test did, to be shown beside its name. */
export type Figures = Readonly<Record<string, number>>;

/** One line of the report: done when it resolves, failed when it throws. */
export type CrashTest = { name: string; run: () => Promise<Figures> };

/** `quick` shrinks numbers, never the kinds of trouble; `tell` says how far a long test has come. */
export type CrashContext = { lab: Laboratory; quick: boolean; tell: (progress: string) => void };
