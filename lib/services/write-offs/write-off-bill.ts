import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { findOpenItem } from '@/lib/db/open-items';
import { lockOpenItem } from '@/lib/db/receivables';
import { hasWaitingWriteOff, insertWriteOff, readLimitFor, type WriteOffKind } from '@/lib/db/write-offs';
import { actorId } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { withBooks } from '@/lib/services/receivables/with-books';
import { bookingDay, bookWriteOff } from '@/lib/services/write-offs/book-write-off';

export type WriteOffInput = {
  billId: string;
  /** Decimal in major units; left out, all there is: of what is open, or of what was written off. */
  amount?: string;
  reason: string;
};

export type WriteOffAnswer = { id: string; state: 'booked' | 'waiting' };

/**
 * Gives up what is open of a bill, or part of it. When that and what was written off of the bill before are above the operator's limit, or in
 * another currency than the limit's, it waits for a second person. Fails: `not_found`, `nothing_open`, `above_open`, `invalid_amount`, `already_waiting`.
 */
export const writeOffBill = (ctx: ServiceContext, input: WriteOffInput): Promise<WriteOffAnswer> =>
  ask(ctx, 'write_off', input);

/** Takes a write-off back, so that the bill is open again. Fails: `not_found`, `nothing_written_off`, `above_written_off`, `invalid_amount`. */
export const reverseWriteOff = (ctx: ServiceContext, input: WriteOffInput): Promise<WriteOffAnswer> =>
  ask(ctx, 'reversal', input);

async function ask(ctx: ServiceContext, kind: WriteOffKind, input: WriteOffInput): Promise<WriteOffAnswer> {
  authorise(ctx, 'write-off.manage');
  const { operatorId } = ctx.actor;
  const { billId, reason } = input;
  return withBooks(ctx.actor, async (sql) => {
    const item = await lockOpenItem(sql, billId);
    const balance = item && (await findOpenItem(sql, billId));
    if (!balance) throw notFound('The bill');
    const { billingAccountId, currency } = { ...item, ...balance };
    const bound = kind === 'write_off' ? balance.openMinor : balance.writtenOffMinor;
    const amountMinor = amountOf(kind, input.amount, bound, currency);
    if (kind === 'write_off' && (await hasWaitingWriteOff(sql, billingAccountId, billId))) {
      throw conflict('already_waiting', 'A write-off of this bill waits for a second person already.');
    }
    const limit = await readLimitFor(sql, actorId(ctx.actor));
    const goneMinor = balance.writtenOffMinor + amountMinor;
    const isAbove =
      limit.limitMinor !== null && (currency !== limit.currency || goneMinor > limit.limitMinor);
    const state = kind === 'write_off' && isAbove ? 'waiting' : 'booked';
    const id = newId();
    const bookedOn = state === 'booked' ? await bookingDay(sql, ctx) : null;
    await insertWriteOff(sql, operatorId, {
      ...{ billingAccountId, id, billId, kind, state, currency, amountMinor, reason, bookedOn },
      ...{ askedBy: actorName(ctx.actor), askedAt: ctx.now },
    });
    if (bookedOn !== null) {
      await bookWriteOff(sql, ctx, { id, kind, billId, amountMinor, reason }, bookedOn);
    } else {
      const entity = { entityType: 'bill', entityId: billId };
      const after = { writeOff: id, amountMinor: String(amountMinor), reason };
      await appendAudit(sql, ctx.actor, { action: 'bill.write-off-asked', ...entity, after });
    }
    return { id, state };
  });
}

function amountOf(
  kind: WriteOffKind,
  amount: string | undefined,
  boundMinor: bigint,
  currency: string,
): bigint {
  if (!isCurrency(currency)) throw new Error(`A bill is in ${currency}, which is no currency.`);
  const isWriteOff = kind === 'write_off';
  if (boundMinor <= 0n) {
    throw isWriteOff
      ? conflict('nothing_open', 'Nothing of this bill is open.')
      : conflict('nothing_written_off', 'Nothing of this bill is written off.');
  }
  if (amount === undefined) return boundMinor;
  const amountMinor = parseMoney(amount, currency)?.amountMinor ?? 0n;
  if (amountMinor <= 0n)
    throw invalid('invalid_amount', 'amount', `Write an amount in ${currency} above nothing.`);
  if (amountMinor > boundMinor) {
    const bound = `${formatMinor(boundMinor, currency)} ${currency}`;
    throw isWriteOff
      ? invalid('above_open', 'amount', `Of this bill ${bound} is open.`)
      : invalid('above_written_off', 'amount', `Of this bill ${bound} is written off.`);
  }
  return amountMinor;
}
