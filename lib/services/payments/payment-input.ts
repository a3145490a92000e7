import { createHash } from 'node:crypto';
import type { PaymentMethodKind, PaymentSource } from '@/lib/db/payments';
import { isCurrency } from '@/lib/domain/money/currency';
import { addMonthsClamped, civilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { invalid } from '@/lib/errors';

export type RecordPaymentInput = {
  /** Id or number; null: nobody is known for it yet, and it waits to be matched. */
  billingAccountId: string | null;
  currency: string;
  amountMinor: bigint;
  /** Civil date, not after today where the operator is. */
  receivedOn: string;
  method: PaymentMethodKind;
  reference: string;
  payer: { name: string | null; iban: string | null } | null;
  source: PaymentSource;
  /** What makes it itself: told again with the same content it is the payment that is there. */
  sourceKey: string;
  /** Bills (id or number) that it pays; the ones due first when nothing is said. */
  allocations?: readonly Allocated[] | undefined;
};

/** Fails: `not_above_zero`, `bad_currency`, `bad_date`, `future_date`, `unknown_account` when bills are named and no account. */
export function requireSound(input: RecordPaymentInput, today: string): void {
  const { amountMinor, currency, receivedOn, source } = input;
  if (!isCurrency(currency))
    throw invalid('bad_currency', 'currency', `"${currency}" is no currency (ISO 4217).`);
  if (amountMinor <= 0n)
    throw invalid('not_above_zero', 'amount', 'A payment is above zero. To give money back, make a refund.');
  const day = parseCivilDate(receivedOn);
  if (!day) throw invalid('bad_date', 'receivedOn', 'Write the day as 2026-04-30.');
  if (receivedOn > today) {
    throw invalid('future_date', 'receivedOn', `Money cannot have come on ${receivedOn}: today is ${today}.`);
  }
  // A bank's file says what it says; a hand that is ten years off has mistyped the year.
  if (source !== 'bank-file' && day < addMonthsClamped(civilDate(today), -120)) {
    throw invalid('bad_date', 'receivedOn', 'This is more than ten years ago.');
  }
  if (input.billingAccountId !== null || !input.allocations?.length) return;
  throw invalid('unknown_account', 'billingAccount', 'Say whose bills these are: name the billing account.');
}

/** All that is said of a payment, so that what is told again can be held against it. */
export const fingerprintOf = ({
  billingAccountId,
  currency,
  amountMinor,
  receivedOn,
  ...rest
}: RecordPaymentInput): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...[billingAccountId, currency, String(amountMinor), receivedOn, rest.method, rest.reference],
        ...[rest.payer?.name ?? null, rest.payer?.iban ?? null, rest.source],
        (rest.allocations ?? []).map((part) => [part.billId, String(part.amountMinor)]),
      ]),
    )
    .digest();
