import { newId } from '@/lib/db/id';
import { lockTurn } from '@/lib/db/run-turns';
import type { Sql } from '@/lib/db/tenant';

export type Taken = {
  accountIds: string[];
  /** Waits until the chunk that was taken before this one is committed or rolled back. */
  turn(): Promise<void>;
};

/**
 * Chunks of one issue that are worked on side by side and numbered in the order in which they were taken. Each holds a lock of
 * its own until its transaction ends, and the next waits for it in the database, not here: so PostgreSQL sees who waits for whom, and
 * can break a circle. A chunk that was rolled back comes again later, and is numbered then.
 */
export class NumberingOrder {
  readonly #name = newId();
  #count = 0;
  #taking: Promise<unknown> = Promise.resolve();

  /** Takes one after the other, in the caller's transaction, which holds nothing yet. */
  take(sql: Sql, take: () => Promise<string[]>): Promise<Taken> {
    const taken = this.#taking.then(async () => {
      const accountIds = await take();
      if (accountIds.length === 0) return { accountIds, turn: async () => {} };
      this.#count += 1;
      const n = this.#count;
      await lockTurn(sql, `${this.#name} ${n}`);
      return { accountIds, turn: () => lockTurn(sql, `${this.#name} ${n - 1}`) };
    });
    this.#taking = taken.catch(() => {});
    return taken;
  }
}
