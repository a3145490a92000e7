import { appendAudit } from '@/lib/db/audit';
import { findPayingAccount, lockItemsToMove, readBookkeeper, readPaymentOnBills } from '@/lib/db/open-items';
import { lockPayment } from '@/lib/db/payments';
import { lockCredit } from '@/lib/db/receivables';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PaymentView, readPayment } from '@/lib/services/payments/payment-view';
import { planOn, putOnBills } from '@/lib/services/payments/put-on-bills';
import { takeFromBills, unallocatedOf } from '@/lib/services/payments/take-from-bills';
import { withBooks } from '@/lib/services/receivables/with-books';

/**
 * Says anew which bills a payment pays: what is on a bill beyond `allocations` (bills by id or number) leaves it, then what is missing goes
 * on. An empty list leaves all of it in the account's credit. What a credit note took off a bill meanwhile is not this payment's to move.
 * Fails: `not_found`, `not_matched`, `reason_required` when money leaves a bill, and as `allocatePayment`.
 */
export async function moveAllocations(
  ctx: ServiceContext,
  paymentId: string,
  allocations: readonly Allocated[],
  reason: string,
): Promise<PaymentView> {
  authorise(ctx, 'payment.manage');
  const { operatorId } = ctx.actor;
  return withBooks(ctx.actor, async (sql) => {
    const payment = await lockPayment(sql, paymentId);
    if (!payment) throw notFound('The payment');
    const account = payment.account && (await findPayingAccount(sql, payment.account.id));
    if (!account) throw conflict('not_matched', 'Say first whose account this payment is.');
    const { today: bookedOn } = await readBookkeeper(sql, operatorId, ctx.now);
    const items = await lockItemsToMove(
      sql,
      { id: payment.id, billingAccountId: account.id, currency: payment.currency },
      allocations.map(({ billId }) => billId),
    );
    const creditMinor = await lockCredit(sql, operatorId, account.id, payment.currency);
    const onBill = new Map<string, bigint>();
    for (const { billId, amountMinor } of await readPaymentOnBills(sql, paymentId)) {
      const { collectedMinor = 0n } = items.find((item) => item.billId === billId) ?? {};
      onBill.set(billId, least(amountMinor, collectedMinor));
    }
    const own = [...onBill.values()].reduce((sum, amountMinor) => sum + amountMinor, 0n);
    const spendable = least(unallocatedOf(payment), creditMinor);
    // As if nothing of this payment were on a bill: what may go where is decided once, and then only differences move.
    const freed = items.map((item) => ({
      ...item,
      openMinor: item.openMinor + (onBill.get(item.billId) ?? 0n),
    }));
    const wanted = planOn(freed, own + spendable, allocations).allocations;
    const wantedOn = new Map(wanted.map(({ billId, amountMinor }) => [billId, amountMinor]));
    const differences = [...new Set([...onBill.keys(), ...wantedOn.keys()])].map((billId) => ({
      billId,
      amountMinor: (wantedOn.get(billId) ?? 0n) - (onBill.get(billId) ?? 0n),
    }));
    const off = differences.flatMap(({ billId, amountMinor }) =>
      amountMinor < 0n ? [{ billId, amountMinor: -amountMinor }] : [],
    );
    if (off.length > 0 && reason.trim() === '') {
      throw invalid('reason_required', 'reason', 'Say why the money leaves the bill it paid.');
    }
    const before = await readPayment(sql, paymentId);
    const source = { paymentId, bookedOn, details: { reason } };
    await takeFromBills(sql, ctx, account, { ...source, event: 'payment.allocated' }, off);
    await putOnBills(sql, ctx, account, source, {
      allocations: differences.filter(({ amountMinor }) => amountMinor > 0n),
    });
    const after = await readPayment(sql, paymentId);
    await appendAudit(sql, ctx.actor, {
      ...{ action: 'payment.allocated', entityType: 'payment', entityId: paymentId },
      before: { allocations: before.allocations },
      after: { allocations: after.allocations, reason },
    });
    return after;
  });
}
