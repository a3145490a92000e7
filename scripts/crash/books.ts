import type pg from 'pg';
import { BOOKS } from '@/lib/services/bill-runs/books-dump.fixture';
import { findWrongCounters } from '@/lib/services/bill-runs/run-counters.fixture';
import { verifyBooks } from '../verify/verify-books';

/** Per part of the books how many rows there are and a digest of them all. */
export type BookDigest = Record<string, string>;

/**
 * What is stored, without the ids and instants that every run makes anew: two digests are equal when customers, partners and the
 * books see the same, row for row. The rows' digests are added up, so that a million of them need no room.
 */
export async function digestBooks(owner: pg.Client): Promise<BookDigest> {
  const digest: BookDigest = {};
  for (const [name, text] of Object.entries(BOOKS)) {
    const { rows } = await owner.query<{ digest: string }>(
      `select concat_ws(' ', count(*), coalesce(sum(hashtextextended(q::text, 0)::numeric), 0)) as digest from (${text}) q`,
    );
    digest[name] = rows[0]!.digest;
  }
  return digest;
}

/** Fails: throws with the parts that differ. */
export function requireEqualBooks(found: BookDigest, expected: BookDigest): void {
  const different = Object.keys(expected).filter((name) => found[name] !== expected[name]);
  if (different.length === 0) return;
  const words = different.map((name) => `${name} (${found[name]}, uninterrupted ${expected[name]})`);
  throw new Error(`The books differ from those of an uninterrupted run: ${words.join('; ')}`);
}

/** As `npm run -s verify`, and counters that are what counting gives. Fails: throws with the faults. */
export async function requireSoundBooks(owner: pg.Client): Promise<void> {
  const faults = (await verifyBooks(owner)).flatMap(({ id, faults }) =>
    faults.map((fault) => `${id}: ${fault}`),
  );
  for (const counter of await findWrongCounters(owner))
    faults.push(`wrong counter ${JSON.stringify(counter)}`);
  if (faults.length > 0) throw new Error(`The books are not sound: ${faults.join('; ')}`);
}
