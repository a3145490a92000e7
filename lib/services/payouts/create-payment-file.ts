import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { insertPaymentFile, lockPayoutsToPay } from '@/lib/db/payment-files';
import { findPayouts, movePayouts, type PayoutRow } from '@/lib/db/payouts';
import { planByKeys } from '@/lib/db/plan-by-keys';
import type { Sql } from '@/lib/db/tenant';
import { buildPain001 } from '@/lib/documents/pain-001';
import type { FilePayment, PaymentFile, PaymentParty } from '@/lib/documents/payment-file';
import { requirePayable } from '@/lib/documents/require-payable';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { addDays } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { AppError, conflict, invalid } from '@/lib/errors';
import { findPayoutAccount } from '@/lib/services/bank-details/find-payout-account';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PaymentFileView, paymentFileView } from '@/lib/services/payouts/payment-file-view';
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
  request: PaymentFileRequest,
): Promise<PaymentFileResult> {
  authorise(ctx, 'payout.manage');
  return withBooks(ctx.actor, async (transaction) => {
    const sql = await planByKeys(transaction);
    const ids = await lockPayoutsToPay(sql, request.currency, request.payouts);
    if (ids.length === 0) {
      throw conflict('nothing_to_pay', `No approved payout in ${request.currency} waits for a payment file.`);
    }
    const frame = await frameOf(sql, ctx, request);
    const leftOut: PaymentFileResult['leftOut'] = [];
    const taken: { payout: PayoutRow; payment: FilePayment }[] = [];
    for (const payout of await findPayouts(sql, ids)) {
      const found = await paymentOf(sql, ctx, frame, payout);
      if ('payment' in found) taken.push({ payout, payment: found.payment });
      else leftOut.push({ payout: payout.id, number: payout.number!, partner: payout.party.name, ...found });
    }
    if (taken.length === 0) return { file: null, leftOut };
    return { file: await save(sql, ctx, frame, taken), leftOut };
  });
}

type Frame = Omit<PaymentFile, 'payments'> & { id: string; currency: string };

/** Fails: `no_operator_account`, `bad_day`. */
async function frameOf(sql: Sql, ctx: ServiceContext, request: PaymentFileRequest): Promise<Frame> {
  const operator = (await findOperator(sql))!;
  const { account } = await findPayoutAccount(sql, operator.partyId, ctx.now, request.currency);
  if (!account) {
    throw conflict(
      'no_operator_account',
      'The operator has no approved bank account to pay from. Add one first.',
    );
  }
  const id = newId();
  const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
  const executionOn = request.executionOn ?? today;
  if (executionOn < today || executionOn > addDays(today, MOST_DAYS_AHEAD)) {
    throw invalid('bad_day', 'executionOn', `A bank pays from today (${today}) on, a year ahead at most.`);
  }
  return {
    ...{ id, currency: request.currency, createdAt: ctx.now, debtor: account },
    messageId: `PAY-${today.replaceAll('-', '')}-${id.replaceAll('-', '').slice(-16)}`,
    executionOn,
  };
}

const MOST_DAYS_AHEAD = 366;

type Refused = { code: string; reason: string };

async function paymentOf(
  sql: Sql,
  ctx: ServiceContext,
  frame: Frame,
  payout: PayoutRow,
): Promise<{ payment: FilePayment } | Refused> {
  const { account, reason } = await findPayoutAccount(sql, payout.party.id, ctx.now, payout.currency);
  if (!account) return { code: reason, reason: WHY[reason] };
  const payment: FilePayment = {
    endToEndId: payout.number!,
    amountMinor: payout.amountMinor,
    currency: currencyOf(payout.currency),
    creditor: account satisfies PaymentParty,
    remittance: `Payout ${payout.number} through ${payout.throughOn}`,
  };
  try {
    requirePayable({ ...frame, payments: [payment] });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [issue] = error.issues.filter(({ path }) => path.startsWith('payments.'));
    if (!issue) throw error;
    return { code: issue.code, reason: issue.message };
  }
  return { payment };
}

const WHY = {
  no_details: 'The partner has given no bank account.',
  awaiting_approval: 'The partner’s bank account waits to be approved by a second person.',
  cooling_off: 'The partner’s bank account was changed lately, and its cooling-off is not over.',
} as const;

async function save(
  sql: Sql,
  ctx: ServiceContext,
  { id, currency, ...frame }: Frame,
  taken: readonly { payout: PayoutRow; payment: FilePayment }[],
): Promise<PaymentFileView> {
  const content = buildPain001({ ...frame, payments: taken.map(({ payment }) => payment) });
  const file = {
    ...{ id, currency, messageId: frame.messageId, payouts: taken.length },
    controlSumMinor: taken.reduce((sum, { payout }) => sum + payout.amountMinor, 0n),
    contentHash: createHash('sha256').update(content).digest(),
    createdBy: ctx.actor.name,
    createdAt: ctx.now,
  };
  await insertPaymentFile(sql, ctx.actor.operatorId, file, content);
  const view = paymentFileView(file);
  await appendAudit(sql, ctx.actor, {
    action: 'payment-file.created',
    entityType: 'payment_file',
    entityId: id,
    after: { ...view, payouts: taken.map(({ payout }) => payout.number) },
  });
  const payouts = taken.map(({ payout }) => payout);
  for (const payout of payouts) requireNext(payout, 'send');
  const move = { state: 'sent', fileId: id, sentAt: ctx.now } as const;
  await movePayouts(
    sql,
    payouts.map((payout) => payout.id),
    move,
  );
  await tellMove(sql, ctx, payouts, 'payout.sent', move);
  return view;
}
