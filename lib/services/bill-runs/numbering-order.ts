import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@/lib/db/id';
import { advanceSeries, type NumberRequest, readSeriesEnd, type SeriesEnd } from '@/lib/db/number-series';
import { lockTurn } from '@/lib/db/run-turns';
import type { Sql } from '@/lib/db/tenant';

/** Of each series that a chunk asked for, the end after which its numbers come. */
export type Ends = readonly SeriesEnd[];

/** Where a chunk has its numbers from. */
export type Numbering = {
  /** What it will take if all goes as it looks; null: nobody can tell. */
  foretell(sql: Sql, requests: readonly NumberRequest[]): Promise<Ends | null>;
  /** Takes its numbers when the chunk before this one is committed or rolled back; nobody else numbers until the transaction ends. */
  take(sql: Sql, operatorId: string, requests: readonly NumberRequest[]): Promise<Ends>;
};

/** Of chunks that are issued one after the other. */
export const ONE_BY_ONE: Numbering = { foretell: async () => null, take: advance };

/** A chunk's place in the order. `leave` is called whatever became of it. */
type Place = Numbering & { accountIds: string[]; leave(): void };

/**
 * Chunks of one issue that are worked on side by side and numbered in the order in which they were taken. Each holds a lock of
 * its own until its transaction ends, and the next waits for it in the database, not here: so PostgreSQL sees who waits for whom, and
 * can break a circle. A chunk that was rolled back comes again later, and is numbered then.
 *
 * What depends on numbers is written before its turn as well, with those that are foretold from the chunk before: what is then
 * taken is nearly always the same. Where others took some meanwhile, or a chunk was rolled back, it is not, and from then on
 * all take their numbers first.
 */
export class NumberingOrder {
  readonly #name = newId();
  readonly #ends = new Map<string, SeriesEnd>();
  #count = 0;
  #taking: Promise<unknown> = Promise.resolve();
  #told: Promise<unknown> = Promise.resolve();
  #foretells = true;

  /** Takes one after the other, in the caller's transaction, which holds nothing yet. */
  enter(sql: Sql, take: () => Promise<string[]>): Promise<Place> {
    const entered = this.#taking.then(async () => {
      const accountIds = await take();
      if (accountIds.length === 0) return { ...ONE_BY_ONE, accountIds, leave: () => {} };
      this.#count += 1;
      await lockTurn(sql, `${this.#name} ${this.#count}`);
      return { accountIds, ...this.#place(this.#count) };
    });
    this.#taking = entered.catch(() => {});
    return entered;
  }

  #place(n: number): Omit<Place, 'accountIds'> {
    const before = this.#told;
    let leave!: () => void;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#told = Promise.all([before, left]);
    let foretold: Ends | null = null;
    return {
      leave,
      foretell: async (sql, requests) => {
        if (!this.#foretells || !(await isWithin(before, PATIENCE_MS))) return null;
        const ends: SeriesEnd[] = [];
        for (const request of requests) {
          ends.push(this.#ends.get(keyOf(request)) ?? (await readSeriesEnd(sql, request)));
        }
        foretold = ends;
        this.#note(requests, foretold);
        leave();
        return foretold;
      },
      take: async (sql, operatorId, requests) => {
        await lockTurn(sql, `${this.#name} ${n - 1}`);
        const taken = await advance(sql, operatorId, requests);
        if (foretold === null) this.#note(requests, taken);
        else if (!isSame(foretold, taken)) this.#foretells = false;
        leave();
        return taken;
      },
    };
  }

  #note(requests: readonly NumberRequest[], ends: Ends): void {
    for (const [index, request] of requests.entries()) {
      const { prefix, last } = ends[index]!;
      this.#ends.set(keyOf(request), { prefix, last: last + BigInt(request.count) });
    }
  }
}

/** Longer is not waited here for the chunk before: it may wait for something that this one holds. */
const PATIENCE_MS = 500;

const keyOf = ({ partyId, series }: NumberRequest) => `${partyId} ${series}`;

export const isSame = (a: Ends, b: Ends): boolean =>
  a.every(({ prefix, last }, index) => prefix === b[index]!.prefix && last === b[index]!.last);

async function advance(sql: Sql, operatorId: string, requests: readonly NumberRequest[]): Promise<Ends> {
  const ends: SeriesEnd[] = [];
  for (const request of requests) ends.push(await advanceSeries(sql, operatorId, request));
  return ends;
}

async function isWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const waiting = new AbortController();
  const over = sleep(ms, false, { signal: waiting.signal });
  try {
    return await Promise.race([promise.then(() => true), over]);
  } finally {
    waiting.abort();
  }
}
