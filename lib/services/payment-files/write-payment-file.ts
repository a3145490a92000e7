import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { newId } from '@/lib/db/id';
import { findOperator } from '@/lib/db/operators';
import { insertPaymentFile, type PaymentFileKind } from '@/lib/db/payment-files';
import type { Sql } from '@/lib/db/tenant';
import { buildPain001 } from '@/lib/documents/pain-001';
import type { FilePayment, PaymentFile } from '@/lib/documents/payment-file';
import { requirePayable } from '@/lib/documents/require-payable';
import { addDays } from '@/lib/domain/period/civil-date';
import { civilDateAt } from '@/lib/domain/period/zone';
import { AppError, conflict, invalid } from '@/lib/errors';
import { findPayoutAccount } from '@/lib/services/bank-details/find-payout-account';
import type { ServiceContext } from '@/lib/services/context';
import { type PaymentFileView, paymentFileView } from '@/lib/services/payment-files/payment-file-view';

export type FileRequest = {
  kind: PaymentFileKind;
  currency: string;
  /** When the bank is to pay; null: today. */
  executionOn: string | null;
};

/** Why something stays out of a file. */
export type Refused = { code: string; reason: string };

/** What may go into a file, held by the caller: its payment, or why it cannot. */
export type Candidate<Of> = { of: Of } & ({ payment: FilePayment } | { refused: Refused });

export type WrittenFile<Of> = {
  file: PaymentFileView | null;
  taken: Of[];
  leftOut: { of: Of; refused: Refused }[];
};

/**
 * One pain.001 file of what is given, kept byte for byte, in the caller's transaction, which sends what was taken. What a bank would refuse
 * stays out with the reason and holds nothing else. Fails: `no_operator_account`, `bad_day`.
 */
export async function writePaymentFile<Of>(
  sql: Sql,
  ctx: ServiceContext,
  request: FileRequest,
  candidates: readonly Candidate<Of>[],
): Promise<WrittenFile<Of>> {
  const frame = await frameOf(sql, ctx, request);
  const leftOut: WrittenFile<Of>['leftOut'] = [];
  const payable: { of: Of; payment: FilePayment }[] = [];
  for (const candidate of candidates) {
    const refused = 'refused' in candidate ? candidate.refused : refusalOf(frame, candidate.payment);
    if (refused) leftOut.push({ of: candidate.of, refused });
    else if ('payment' in candidate) payable.push(candidate);
  }
  if (payable.length === 0) return { file: null, taken: [], leftOut };
  const payments = payable.map(({ payment }) => payment);
  return { file: await save(sql, ctx, frame, payments), taken: payable.map(({ of }) => of), leftOut };
}

type Frame = Omit<PaymentFile, 'payments'> & { id: string; kind: PaymentFileKind; currency: string };

/** Fails: `no_operator_account`, `bad_day`. */
async function frameOf(sql: Sql, ctx: ServiceContext, { kind, currency, ...request }: FileRequest) {
  const operator = (await findOperator(sql))!;
  const { account } = await findPayoutAccount(sql, operator.partyId, ctx.now, currency);
  if (!account) {
    throw conflict(
      'no_operator_account',
      `The operator has no approved bank account to pay ${currency} from. Add one first.`,
    );
  }
  const id = newId();
  const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
  const executionOn = request.executionOn ?? today;
  if (executionOn < today || executionOn > addDays(today, MOST_DAYS_AHEAD)) {
    throw invalid('bad_day', 'executionOn', `A bank pays from today (${today}) on, a year ahead at most.`);
  }
  const messageId = `${PREFIX[kind]}-${today.replaceAll('-', '')}-${id.replaceAll('-', '').slice(-16)}`;
  return { id, kind, currency, createdAt: ctx.now, debtor: account, messageId, executionOn } satisfies Frame;
}

const PREFIX: Readonly<Record<PaymentFileKind, string>> = { payouts: 'PAY', refunds: 'REF' };
const MOST_DAYS_AHEAD = 366;

/** What a bank would say against one payment; what is wrong with the payer's side throws, because it is wrong for all. */
function refusalOf(frame: Frame, payment: FilePayment): Refused | null {
  try {
    requirePayable({ ...frame, payments: [payment] });
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issue = error.issues.find(({ path }) => path.startsWith('payments.'));
    if (!issue) throw error;
    return { code: issue.code, reason: issue.message };
  }
}

async function save(
  sql: Sql,
  ctx: ServiceContext,
  { id, kind, currency, ...frame }: Frame,
  payments: readonly FilePayment[],
): Promise<PaymentFileView> {
  const content = buildPain001({ ...frame, payments });
  const file = {
    ...{ id, kind, currency, messageId: frame.messageId, payments: payments.length },
    controlSumMinor: payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
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
    after: { ...view, [kind]: payments.map(({ endToEndId }) => endToEndId) },
  });
  return view;
}
