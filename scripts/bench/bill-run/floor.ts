import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { newId } from '@/lib/db/id';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';

export type FloorTimes = { rateMs: number; issueMs: number };

const SOURCE = path.join(import.meta.dirname, '../floor.sql');

/** Runs scripts/bench/floor.sql over a volume world, each stage in a transaction of its own on one connection. */
export async function runFloor(
  ownerUrl: string,
  { world, spec }: VolumeWorld,
  issuedOn: string,
): Promise<FloorTimes> {
  const stages = readStages();
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const values = { operator: world.operatorId, cycle: spec.open.id, run: newId(), issued_on: issuedOn };
    await client.query(
      `insert into bill_run (operator_id, id, cycle_id, state, requested_by) values ($1, $2, $3, 'approved', 'floor')`,
      [values.operator, values.run, values.cycle],
    );
    return {
      rateMs: await timed(client, filled(stages.rate, values)),
      issueMs: await timed(client, filled(stages.issue, values)),
    };
  } finally {
    await client.end();
  }
}

async function timed(client: pg.Client, sql: string): Promise<number> {
  const since = performance.now();
  await client.query(`begin; ${sql}; commit`);
  return performance.now() - since;
}

function readStages(): { rate: string; issue: string } {
  const [, rate = '', issue = ''] = readFileSync(SOURCE, 'utf8').split(/^-- stage: \w+$/m);
  const statement = (text: string) => text.trim().replace(/;$/, '');
  return { rate: statement(rate), issue: statement(issue) };
}

const TYPES: Readonly<Record<string, string>> = { issued_on: 'date' };

/** `:name`, but not the `::type` of a cast. */
const filled = (sql: string, values: Readonly<Record<string, string>>): string =>
  sql.replace(/(?<!:):([a-z_]+)\b/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`floor.sql asks for :${name}`);
    return `${pg.escapeLiteral(value)}::${TYPES[name] ?? 'uuid'}`;
  });
