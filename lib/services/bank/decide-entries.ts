import type { EntryOutcome, EntryToMatch } from '@/lib/db/bank-entries';
import { readBookkeeper } from '@/lib/db/open-items';
import type { Sql } from '@/lib/db/tenant';
import { AppError } from '@/lib/errors';
import { type DecidedEntry, settleCredits, settleRefused } from '@/lib/services/bank/settle-credits';
import { isReturn, OTHER_DEBIT, settleReturn } from '@/lib/services/bank/settle-debit';
import { readTransfersOf, settleTransferEntry } from '@/lib/services/bank/settle-transfer-entry';
import type { ServiceContext } from '@/lib/services/context';

/**
 * What becomes of entries of a bank's file, as if one were decided after the other. Credits between two returned debits go together, because
 * they have the same outcome; what is of a payout moves no customer's money, and waits for nobody.
 */
export async function decideEntries(
  sql: Sql,
  ctx: ServiceContext,
  entries: readonly EntryToMatch[],
): Promise<DecidedEntry[]> {
  if (entries.length === 0) return [];
  const { today } = await readBookkeeper(sql, ctx.actor.operatorId, ctx.now);
  const transfersOf = await readTransfersOf(sql, entries);
  const decided: DecidedEntry[] = [];
  const told = new Set<string>();
  let credits: EntryToMatch[] = [];
  const settleWaiting = async () => {
    decided.push(...(await settleCredits(sql, ctx, credits, today)));
    credits = [];
  };
  for (const entry of entries) {
    const transfers = transfersOf(entry);
    if (entry.kind === 'status' || transfers.length > 0) {
      if (transfers[0]?.kind === 'refunds') await settleWaiting();
      decided.push(
        await alone(sql, ctx, entry, today, () =>
          settleTransferEntry(sql, ctx, entry, transfers, { today, told }),
        ),
      );
    } else if (entry.amountMinor! > 0n) {
      credits.push(entry);
    } else if (isReturn(entry)) {
      await settleWaiting();
      decided.push(await alone(sql, ctx, entry, today, () => settleReturn(sql, ctx, entry, today)));
    } else decided.push({ id: entry.id, ...OTHER_DEBIT });
  }
  await settleWaiting();
  return decided;
}

/** Refused half way, an entry leaves nothing behind but that it waits. */
async function alone(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  today: string,
  settle: () => Promise<EntryOutcome>,
): Promise<DecidedEntry> {
  await sql.query('savepoint entry');
  try {
    const outcome = await settle();
    await sql.query('release savepoint entry');
    return { id: entry.id, ...outcome };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await sql.query('rollback to savepoint entry');
    await sql.query('release savepoint entry');
    return settleRefused(sql, ctx, entry, error, today);
  }
}
