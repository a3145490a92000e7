import { type PaymentOnBill, readPaymentsOnBills } from '@/lib/db/open-items';
import { findPayments, type PaymentRow } from '@/lib/db/payments';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import { least } from '@/lib/domain/settlement/least';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { groupBy } from '@/lib/services/group-by';

/** Amounts as decimal text in the payment's currency. */
export type PaymentView = {
  id: string;
  state: PaymentRow['state'];
  account: { id: string; number: string; name: string; customer: string } | null;
  currency: string;
  amount: string;
  /** On bills; `credit` is what of the rest may still be the account's credit, when nothing else spent that. */
  allocated: string;
  credit: string;
  reversed: string;
  /** Of what was paid, what was neither given back nor taken back. */
  left: string;
  refunded: string;
  /** Taken back by the bank after it had been given back: the customer owes it. */
  debt: string;
  receivedOn: string;
  method: PaymentRow['method'];
  reference: string;
  payer: { name: string | null; iban: string | null } | null;
  source: PaymentRow['source'];
  sourceKey: string;
  recordedBy: string;
  recordedAt: string;
  matchedAt: string | null;
  allocations: { billId: string; number: string; amount: string; bookedOn: string }[];
};

/** Fails: `not_found`. */
export async function readPayment(sql: Sql, id: string): Promise<PaymentView> {
  const key = uuidOrNull(id);
  const view = key === null ? undefined : (await readPayments(sql, [key])).get(key);
  if (!view) throw notFound('The payment');
  return view;
}

/** Payments by their ids, those that there are. */
export async function readPayments(sql: Sql, ids: readonly string[]): Promise<Map<string, PaymentView>> {
  const rows = await findPayments(sql, ids);
  const onBills = groupBy(await readPaymentsOnBills(sql, ids), ({ paymentId }) => paymentId);
  return new Map(rows.map((row) => [row.id, paymentView(row, onBills.get(row.id))]));
}

export function paymentView(row: PaymentRow, onBills: readonly PaymentOnBill[] = []): PaymentView {
  const money = moneyOf(row.currency);
  const { account, amountMinor, allocatedMinor, reversedMinor, refundedMinor, payerName, payerIban } = row;
  const leftMinor = least(amountMinor - reversedMinor - refundedMinor);
  const isKnown = payerName !== null || payerIban !== null;
  return {
    ...{
      id: row.id,
      state: row.state,
      currency: row.currency,
      receivedOn: row.receivedOn,
      method: row.method,
    },
    account: account && {
      id: account.id,
      number: account.number,
      name: account.name,
      customer: account.customer,
    },
    amount: money(amountMinor),
    allocated: money(allocatedMinor),
    credit: money(account ? least(leftMinor - allocatedMinor) : 0n),
    reversed: money(reversedMinor),
    left: money(leftMinor),
    refunded: money(refundedMinor),
    debt: money(row.debtMinor),
    reference: row.reference,
    payer: isKnown ? { name: payerName, iban: payerIban } : null,
    ...{ source: row.source, sourceKey: row.sourceKey, recordedAt: row.recordedAt, matchedAt: row.matchedAt },
    recordedBy: row.recordedBy.slice(row.recordedBy.indexOf(' ') + 1),
    allocations: onBills.map(({ billId, number, amountMinor: partMinor, lastBookedOn }) => ({
      ...{ billId, number, amount: money(partMinor), bookedOn: lastBookedOn },
    })),
  };
}

type ToldPayment = Pick<
  PaymentView,
  'id' | 'state' | 'currency' | 'amount' | 'receivedOn' | 'method' | 'reference' | 'source'
> & { account: { number: string } | null };

/** What is told of a payment in events and in the audit. */
export const paymentEvent = (payment: ToldPayment) => ({
  ...{ payment: payment.id, state: payment.state, billingAccount: payment.account?.number ?? null },
  ...{ currency: payment.currency, amount: payment.amount, receivedOn: payment.receivedOn },
  ...{ method: payment.method, reference: payment.reference, source: payment.source },
});
