/** Large enough that a round trip costs little per account, small enough that a lost chunk is soon done again. */
export const ACCOUNTS_PER_CHUNK = 500;

const ACCOUNTS_PER_CHUNK_MIN = 250;
/** Chunks of a small run: one for each lane of two workers. More of them cost a tenth of the processor time of 1,000 accounts. */
const CHUNKS_MIN = 4;

/** Smaller for a small run, whose few chunks would else fall to one lane while others look on. */
export const accountsPerChunk = (accounts: number): number =>
  Math.min(ACCOUNTS_PER_CHUNK, Math.max(ACCOUNTS_PER_CHUNK_MIN, Math.ceil(accounts / CHUNKS_MIN)));

/** Of one run in one process: Node and PostgreSQL take turns in a chunk, so two keep both at work. */
export const LANES = 2;

export type ChunkOptions = {
  accountsPerChunk?: number;
  lanes?: number;
  /** Stops between chunks. */
  signal?: AbortSignal;
};
