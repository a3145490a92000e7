import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { copyDatabase, type DatabaseUrls, dropDatabase } from '../postgres/copied-database';

export type TestDatabase = DatabaseUrls & { drop(): Promise<void> };

/** A database of its own for one test file, copied from the migrated template; owner, web and worker addresses. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const copy = await copyDatabase(inject('templateDatabase'), `test_${randomBytes(6).toString('hex')}`);
  return { ...copy, drop: () => dropDatabase(copy) };
}
