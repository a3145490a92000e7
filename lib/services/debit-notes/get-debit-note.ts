import { type DebitNoteRow, findDebitNote } from '@/lib/db/debit-notes';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type DebitNoteView = Omit<DebitNoteRow, 'amountMinor' | 'openMinor' | 'writtenOffMinor'> & {
  amount: string;
  /** To its customer what was written off is as open as before. */
  open: string;
};

/** What a bank took back after it was given back; what happened to it since is in `getBillMoney`. Fails: `not_found`. */
export async function getDebitNote(ctx: ServiceContext, id: string): Promise<DebitNoteView> {
  authorise(ctx, 'payment.read');
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findDebitNote(sql, id));
  if (!row) throw notFound('The debit note');
  return debitNoteView(ctx, row);
}

export function debitNoteView(
  ctx: ServiceContext,
  { amountMinor, openMinor, writtenOffMinor, ...note }: DebitNoteRow,
): DebitNoteView {
  const money = moneyOf(note.currency);
  const isOperator = ctx.actor.audience === 'operator';
  return {
    ...{ ...note, amount: money(amountMinor) },
    open: money(isOperator ? openMinor : openMinor + writtenOffMinor),
  };
}
