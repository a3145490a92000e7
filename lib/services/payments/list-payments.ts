import { type DebitNoteRow, listDebitNotesOf } from '@/lib/db/debit-notes';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { listReversals, type ReversalRow } from '@/lib/db/payment-reversals';
import { listPayments as listRows, type PaymentRow, type PaymentSum, sumPayments } from '@/lib/db/payments';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { can } from '@/lib/domain/access/permissions';
import { compactAccount, maskedAccount } from '@/lib/domain/settlement/iban';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { namedTo } from '@/lib/services/payments/named-to';
import { type PaymentView, paymentView, readPayment } from '@/lib/services/payments/payment-view';
import { leftToWin } from '@/lib/services/payments/win-back';

/** Payments, what came last first; a customer sees those of its own accounts. */
export async function listPayments(ctx: ServiceContext, query: ListQuery): Promise<Page<PaymentView>> {
  authorise(ctx, 'payment.read');
  const seen = await readerOf(ctx);
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, query));
  return { ...page, data: page.data.map((row) => seen(paymentView(seenDebt(ctx, row)))) };
}

/** What the operator gave up of a debt is its own affair, as with bills. */
const seenDebt = (ctx: ServiceContext, row: PaymentRow): PaymentRow =>
  ctx.actor.audience === 'operator' ? row : { ...row, debtMinor: row.debtMinor + row.debtGivenUpMinor };

/**
 * A payment as its reader may know it: whose account money came from is for who works with payments, any other recognises it by its end; and
 * the operator's people are named to its own side alone.
 */
async function readerOf(ctx: ServiceContext): Promise<<View extends PaymentView>(view: View) => View> {
  const name = await namedTo(ctx);
  const mayManage = can(ctx.actor, 'payment.manage');
  return (view) => {
    const iban = view.payer?.iban;
    const payer =
      !iban || mayManage
        ? view.payer
        : { name: view.payer?.name ?? null, iban: maskedAccount(compactAccount(iban)) };
    return { ...view, payer, recordedBy: name(view.recordedBy) };
  };
}

export type PaymentTotal = { currency: string; payments: number; amount: string; unmatched: string };

/** What the payments of a filter come to, by currency. */
export async function totalPayments(
  ctx: ServiceContext,
  query: Pick<ListQuery, 'q' | 'filters'>,
): Promise<PaymentTotal[]> {
  authorise(ctx, 'payment.read');
  const sums = await withTenantSql(scopeOf(ctx.actor), (sql) => sumPayments(sql, query));
  return sums.map(({ currency, payments, amountMinor, unmatchedMinor }: PaymentSum) => ({
    ...{ currency, payments },
    ...{ amount: moneyOf(currency)(amountMinor), unmatched: moneyOf(currency)(unmatchedMinor) },
  }));
}

export type ReversalView = Omit<ReversalRow, 'amountMinor' | 'paymentId' | 'sourceKey'> & {
  amount: string;
  /** What of it may still be won back. */
  leftToWin: string;
};

export type DebitNoteOfPayment = { id: string; number: string; dueOn: string; amount: string; open: string };

export type PaymentDetail = PaymentView & {
  reversals: ReversalView[];
  /** What the customer owes because the bank took back what had been given back. */
  debitNotes: DebitNoteOfPayment[];
};

/** Fails: `not_found`. */
export async function getPayment(ctx: ServiceContext, id: string): Promise<PaymentDetail> {
  authorise(ctx, 'payment.read');
  const seen = await readerOf(ctx);
  const name = await namedTo(ctx);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const payment = seen(await readPayment(sql, id));
    const reversals = await listReversals(sql, payment.id);
    const notes = await listDebitNotesOf(sql, payment.id);
    const money = moneyOf(payment.currency);
    const isOperator = ctx.actor.audience === 'operator';
    const openOf = ({ openMinor, writtenOffMinor }: DebitNoteRow) =>
      isOperator ? openMinor : openMinor + writtenOffMinor;
    return {
      ...payment,
      debt: money(notes.reduce((sum, note) => sum + openOf(note), 0n)),
      reversals: reversals.map((row) => {
        const { amountMinor, paymentId: _, sourceKey: __, recordedBy, ...rest } = row;
        return {
          ...rest,
          recordedBy: name(recordedBy.slice(recordedBy.indexOf(' ') + 1)),
          ...{ amount: money(amountMinor), leftToWin: money(leftToWin(reversals, row)) },
        };
      }),
      debitNotes: notes.map((note) => ({
        ...{ id: note.id, number: note.number, dueOn: note.dueOn },
        ...{ amount: money(note.amountMinor), open: money(openOf(note)) },
      })),
    };
  });
}
