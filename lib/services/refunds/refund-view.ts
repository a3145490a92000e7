import { findRefund, type RefundRow } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { maskedAccount } from '@/lib/domain/settlement/iban';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';

export type RefundView = Omit<RefundRow, 'amountMinor' | 'account' | 'payee' | 'payeeBy'> & {
  amount: string;
  account: { id: string; number: string; name: string };
  /** Where a bank transfer goes, by country and last four; null: not known, or another way back. */
  payee: { name: string; account: string } | null;
};

/** Fails: `not_found`. */
export async function readRefund(sql: Sql, id: string): Promise<RefundView> {
  const row = await findRefund(sql, id);
  if (!row) throw notFound('The refund');
  return refundView(row);
}

export const refundView = ({
  amountMinor,
  account,
  requestedBy,
  payee,
  payeeBy: _,
  ...row
}: RefundRow): RefundView => ({
  ...row,
  account: { id: account.id, number: account.number, name: account.name },
  amount: moneyOf(row.currency)(amountMinor),
  payee: payee && { name: payee.name, account: maskedAccount(payee.iban) },
  requestedBy: requestedBy.slice(requestedBy.indexOf(' ') + 1),
});

/** What is told of a refund in events and in the audit. */
export const refundEvent = (refund: RefundView) => ({
  ...{
    refund: refund.id,
    state: refund.state,
    billingAccount: refund.account.number,
    payment: refund.paymentId,
  },
  ...{ currency: refund.currency, amount: refund.amount, reason: refund.reason, failure: refund.failure },
});
