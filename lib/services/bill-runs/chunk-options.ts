/** Large enough that a round trip costs little per account, small enough that a lost chunk is soon done again. */
export const ACCOUNTS_PER_CHUNK = 500;

export type ChunkOptions = {
  accountsPerChunk?: number;
  /** Stops between chunks. */
  signal?: AbortSignal;
};
