import { saveOutcomes, takeEntries } from '@/lib/db/bank-entries';
import { finishFile } from '@/lib/db/bank-files';
import { appendEvent } from '@/lib/db/outbox';
import { planByKeys } from '@/lib/db/plan-by-keys';
import type { Sql } from '@/lib/db/tenant';
import { failpoint } from '@/lib/failpoint';
import { decideEntries } from '@/lib/services/bank/decide-entries';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { withBooks } from '@/lib/services/receivables/with-books';

/**
 * Decides a file's entries in their order, so many in a transaction; what is committed is decided, and whoever comes after a death goes on
 * with the rest. Several at once take different entries. One that cannot be booked as it was understood waits for a person, and does not
 * stop the others.
 */
export async function matchBankFile(
  ctx: ServiceContext,
  fileId: string,
  { atMost = Number.POSITIVE_INFINITY, chunk = CHUNK_ENTRIES, signal }: MatchOptions = {},
): Promise<void> {
  authorise(ctx, 'bank-file.manage');
  for (let done = 0; done < atMost && !signal?.aborted; ) {
    const count = Math.min(chunk, atMost - done);
    const taken = await withBooks(ctx.actor, (sql) => matchChunk(sql, ctx, fileId, count));
    if (taken === 0) return;
    failpoint('bank-file.chunk.after-commit');
    done += taken;
  }
}

type MatchOptions = {
  atMost?: number /** Entries in a transaction. */;
  chunk?: number;
  signal?: AbortSignal;
};

/** How much is undone when a worker dies, and how long a bill that it touched is held: about a second. */
const CHUNK_ENTRIES = 250;

async function matchChunk(tx: Sql, ctx: ServiceContext, fileId: string, count: number): Promise<number> {
  const sql = await planByKeys(tx);
  const entries = await takeEntries(sql, fileId, count);
  await saveOutcomes(sql, await decideEntries(sql, ctx, entries));
  if (await finishFile(sql, fileId, ctx.now)) {
    await appendEvent(sql, ctx.actor.operatorId, {
      ...{ type: 'bank-file.done', entityType: 'bank-file', entityId: fileId, payload: { id: fileId } },
    });
  }
  failpoint('bank-file.chunk.before-commit');
  return entries.length;
}
