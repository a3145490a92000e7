import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from './ground';
import { inBatches, type UsageEvent } from './usage-ground';

/** Events as the bytes of a file of JSON lines. */
export async function* fileLines(events: readonly UsageEvent[]): AsyncIterable<Uint8Array> {
  for (const batch of inBatches(events, 500)) {
    yield Buffer.from(`${batch.map((event) => JSON.stringify(event)).join('\n')}\n`);
  }
}

export async function isFileRead({ owner }: Ground, fileId: string): Promise<boolean> {
  const { rows } = await owner.query<{ state: string; failure: string | null }>(
    'select state, failure from usage_file where id = $1',
    [fileId],
  );
  if (rows[0]!.state === 'failed') throw new Error(`The file failed: ${rows[0]!.failure}`);
  return rows[0]!.state === 'done';
}

const TIMEOUT_MS = 10 * 60_000;

export async function untilFileRead(ground: Ground, fileId: string): Promise<void> {
  const until = Date.now() + TIMEOUT_MS;
  while (!(await isFileRead(ground, fileId))) {
    if (Date.now() > until) throw new Error('The file was not read within ten minutes.');
    await sleep(50);
  }
}
