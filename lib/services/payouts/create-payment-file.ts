import { lockPayoutsToPay } from '@/lib/db/payment-files';
import { findPayouts, movePayouts, type PayoutRow } from '@/lib/db/payouts';
import { planByKeys } from '@/lib/db/plan-by-keys';
import type { Sql } from '@/lib/db/tenant';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { conflict } from '@/lib/errors';
import { findPayoutAccount } from '@/lib/services/bank-details/find-payout-account';
import { authorise, type ServiceContext } from '@/lib/services/context';
import type { PaymentFileView } from '@/lib/services/payment-files/payment-file-view';
import { type Candidate, writePaymentFile } from '@/lib/services/payment-files/write-payment-file';
import { requireNext, tellMove } from '@/lib/services/payouts/settle-payout';
import { withBooks } from '@/lib/services/receivables/with-books';

export type PaymentFileRequest = {
  currency: string;
  /** Which payouts; null: every approved one of the currency. */
  payouts: readonly string[] | null;
  /** When the bank is to pay; null: today. */
  executionOn: string | null;
};

export type PaymentFileResult = {
  file: PaymentFileView | null;
  /** Payouts that stay out, each with why: they stay approved, and the next file takes them once that is mended. */
  leftOut: { payout: string; number: string; partner: string; code: string; reason: string }[];
};

/**
 * One pain.001 file of approved payouts of a currency, kept byte for byte; they are sent with it. A payout whose partner has no usable
 * account, or one that a bank would refuse, stays out with the reason and holds no other.
 * Fails: `no_operator_account`, `nothing_to_pay`, `bad_day`.
 */
export async function createPaymentFile(
  ctx: ServiceContext,
  { currency, payouts, executionOn }: PaymentFileRequest,
): Promise<PaymentFileResult> {
  authorise(ctx, 'payout.manage');
  return withBooks(ctx.actor, async (transaction) => {
    const sql = await planByKeys(transaction);
    const ids = await lockPayoutsToPay(sql, currency, payouts);
    if (ids.length === 0) {
      throw conflict('nothing_to_pay', `No approved payout in ${currency} waits for a payment file.`);
    }
    const candidates: Candidate<PayoutRow>[] = [];
    for (const payout of await findPayouts(sql, ids)) candidates.push(await candidateOf(sql, ctx, payout));
    const request = { kind: 'payouts', currency, executionOn } as const;
    const { file, taken, leftOut } = await writePaymentFile(sql, ctx, request, candidates);
    if (file) await send(sql, ctx, taken, file.id);
    return {
      file,
      leftOut: leftOut.map(({ of: { id, number, party }, refused }) => ({
        ...{ payout: id, number: number!, partner: party.name, ...refused },
      })),
    };
  });
}

async function candidateOf(sql: Sql, ctx: ServiceContext, payout: PayoutRow): Promise<Candidate<PayoutRow>> {
  const { party, currency, number, amountMinor, throughOn } = payout;
  const { account, reason } = await findPayoutAccount(sql, party.id, ctx.now, currency);
  if (!account) return { of: payout, refused: { code: reason, reason: WHY[reason] } };
  return {
    of: payout,
    payment: {
      ...{ endToEndId: number!, amountMinor, currency: currencyOf(currency), creditor: account },
      remittance: `Payout ${number} through ${throughOn}`,
    },
  };
}

const WHY = {
  no_details: 'The partner has given no bank account.',
  awaiting_approval: 'The partner’s bank account waits to be approved by a second person.',
  cooling_off: 'The partner’s bank account was changed lately, and its cooling-off is not over.',
} as const;

async function send(
  sql: Sql,
  ctx: ServiceContext,
  payouts: readonly PayoutRow[],
  fileId: string,
): Promise<void> {
  for (const payout of payouts) requireNext(payout, 'send');
  const move = { state: 'sent', fileId, sentAt: ctx.now } as const;
  const ids = payouts.map(({ id }) => id);
  await movePayouts(sql, ids, move);
  await tellMove(sql, ctx, payouts, 'payout.sent', move);
}
