import { type EntryOutcome, type EntryToMatch, saveOutcome, takeEntries } from '@/lib/db/bank-entries';
import { finishFile } from '@/lib/db/bank-files';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { AppError } from '@/lib/errors';
import { failpoint } from '@/lib/failpoint';
import { settleCredit, settleUnknown } from '@/lib/services/bank/settle-credit';
import { settleDebit } from '@/lib/services/bank/settle-debit';
import { settlePayoutEntry } from '@/lib/services/bank/settle-payout-entry';
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
    const taken = await withBooks(ctx.actor, (sql) => matchChunk(sql, ctx, fileId, chunk));
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

/** How much is undone when a worker dies, and how long a bill that it touched is held. */
const CHUNK_ENTRIES = 50;

async function matchChunk(sql: Sql, ctx: ServiceContext, fileId: string, count: number): Promise<number> {
  const entries = await takeEntries(sql, fileId, count);
  for (const entry of entries) await saveOutcome(sql, entry.id, await outcomeOf(sql, ctx, entry));
  if (await finishFile(sql, fileId, ctx.now)) {
    await appendEvent(sql, ctx.actor.operatorId, {
      ...{ type: 'bank-file.done', entityType: 'bank-file', entityId: fileId, payload: { id: fileId } },
    });
  }
  failpoint('bank-file.chunk.before-commit');
  return entries.length;
}

/** Refused half way, an entry leaves nothing behind but that it waits. */
async function outcomeOf(sql: Sql, ctx: ServiceContext, entry: EntryToMatch): Promise<EntryOutcome> {
  await sql.query('savepoint entry');
  try {
    return await settleEntry(sql, ctx, entry);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await sql.query('rollback to savepoint entry');
    return settleUnknown(sql, ctx, entry, { why: error.code, whyDetails: { message: error.message } });
  }
}

async function settleEntry(sql: Sql, ctx: ServiceContext, entry: EntryToMatch): Promise<EntryOutcome> {
  const ofPayout = await settlePayoutEntry(sql, ctx, entry);
  if (ofPayout) return ofPayout;
  return entry.amountMinor! > 0n ? settleCredit(sql, ctx, entry) : settleDebit(sql, ctx, entry);
}
