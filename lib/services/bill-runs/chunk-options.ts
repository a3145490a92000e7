/** Large enough that a round trip costs little per account, small enough that a lost chunk is soon done again. */
export const ACCOUNTS_PER_CHUNK = 500;

/** Of one run in one process: Node and PostgreSQL take turns in a chunk, so two keep both at work. */
export const LANES = 2;

export type ChunkOptions = {
  accountsPerChunk?: number;
  lanes?: number;
  /** Stops between chunks. */
  signal?: AbortSignal;
};
