import { appendAudits } from '@/lib/db/audit';
import { appendEvents } from '@/lib/db/outbox';
import { planByKeys } from '@/lib/db/plan-by-keys';
import { listCurrenciesToSend, lockRefundsToSend, type RefundRow, sendRefunds } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { actorId } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { refundReference } from '@/lib/domain/settlement/refund-reference';
import { nextRefundState } from '@/lib/domain/settlement/refund-state';
import { AppError, conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName, personOf } from '@/lib/services/partner-bills/acting';
import type { PaymentFileView } from '@/lib/services/payment-files/payment-file-view';
import {
  type Candidate,
  type WrittenFile,
  writePaymentFile,
} from '@/lib/services/payment-files/write-payment-file';
import { withBooks } from '@/lib/services/receivables/with-books';
import { refundEvent, refundView } from '@/lib/services/refunds/refund-view';
import { requirePerson } from '@/lib/services/require-person';

export type RefundFileRequest = {
  /** Which refunds, each as it was seen; null: every one by bank transfer that waits, as it is. */
  refunds: readonly RefundSeen[] | null;
  /** When the bank is to pay; null: today. */
  executionOn: string | null;
};

/** `payeeVersion`: of the account that was seen; the amount of a refund never changes. */
export type RefundSeen = { id: string; payeeVersion: number };

export type RefundFileResult = {
  /** One of each currency. */
  files: PaymentFileView[];
  /** Refunds that stay out, each with why: they wait on, and the next file takes them once that is mended. */
  leftOut: {
    refund: string;
    account: string;
    amount: string;
    currency: string;
    code: string;
    reason: string;
  }[];
};

/**
 * Refunds by bank transfer as pain.001 files, one a currency, kept byte for byte; they are sent with them, each once. By a person, and of
 * what another one asked for and named the account of, as it was seen; what a bank would refuse, or a currency without an account of
 * the operator's, stays out with the reason and holds no other. No amount moves: the money left the customer's credit when the refund
 * was asked for, and leaves the clearing when the bank has paid.
 * Fails: `person_needed`, `nothing_to_pay`, `bad_day`.
 */
export async function createRefundFile(
  ctx: ServiceContext,
  { refunds: chosen, executionOn }: RefundFileRequest,
): Promise<RefundFileResult> {
  authorise(ctx, 'refund.manage');
  requirePerson(ctx);
  const seen = chosen && new Map(chosen.map(({ id, payeeVersion }) => [id, payeeVersion]));
  const ids = seen && [...seen.keys()];
  return withBooks(ctx.actor, async (transaction) => {
    const sql = await planByKeys(transaction);
    const result: RefundFileResult = { files: [], leftOut: [] };
    let found = 0;
    for (const currency of await listCurrenciesToSend(sql, ids)) {
      const refunds = await lockRefundsToSend(sql, currency, ids);
      if (refunds.length === 0) continue;
      found += refunds.length;
      const candidates = refunds.map((refund) => candidateOf(ctx, refund, seen));
      const request = { kind: 'refunds', currency, executionOn } as const;
      const { file, taken, leftOut } = await writePaymentFile(sql, ctx, request, candidates).catch(
        leavingOut(refunds),
      );
      if (file) {
        await send(sql, ctx, taken, file.id);
        result.files.push(file);
      }
      for (const { of, refused } of leftOut) {
        const { amount, account } = refundView(of);
        result.leftOut.push({ refund: of.id, account: account.number, amount, currency, ...refused });
      }
    }
    if (found === 0) throw conflict('nothing_to_pay', 'No refund by bank transfer waits for a payment file.');
    return result;
  });
}

/** A currency that nothing can be paid from holds no other. */
const leavingOut =
  (refunds: readonly RefundRow[]) =>
  (error: unknown): WrittenFile<RefundRow> => {
    if (!(error instanceof AppError) || error.code !== 'no_operator_account') throw error;
    const refused = { code: error.code, reason: error.message };
    return { file: null, taken: [], leftOut: refunds.map((of) => ({ of, refused })) };
  };

function candidateOf(
  ctx: ServiceContext,
  refund: RefundRow,
  seen: ReadonlyMap<string, number> | null,
): Candidate<RefundRow> {
  if (seen && seen.get(refund.id) !== refund.payeeVersion) return { of: refund, refused: CHANGED };
  const { payee, payeeBy, requestedBy, account, amountMinor, currency } = refund;
  if (payee === null) return { of: refund, refused: NO_ACCOUNT };
  if (payeeBy?.startsWith('key:')) return { of: refund, refused: BY_KEY };
  const prepared = [requestedBy, ...(payeeBy === null ? [] : [payeeBy])].map(personOf);
  if (prepared.includes(actorId(ctx.actor))) return { of: refund, refused: FOUR_EYES };
  const { street, town = '', postcode } = account.address ?? {};
  return {
    of: refund,
    payment: {
      ...{ endToEndId: refundReference(refund.id), amountMinor, currency: currencyOf(currency) },
      creditor: { ...payee, address: { street, town, postcode, country: account.country } },
      remittance: `Refund, account ${account.number}`,
    },
  };
}

const NO_ACCOUNT = { code: 'no_account', reason: 'Nobody has said to which bank account it goes.' } as const;
const CHANGED = {
  code: 'changed',
  reason: 'It goes to another account than the one that you saw. Look at it again.',
} as const;
/** A key is held by whoever was given it, perhaps by who sends now. */
const BY_KEY = {
  code: 'payee_by_key',
  reason: 'A key said where it goes, so a person must name the account first.',
} as const;
const FOUR_EYES = {
  code: 'four_eyes',
  reason: 'You asked for this refund or named its account, so somebody else must send it.',
} as const;

async function send(
  sql: Sql,
  ctx: ServiceContext,
  refunds: readonly RefundRow[],
  fileId: string,
): Promise<void> {
  const odd = refunds.find(({ state }) => nextRefundState(state, 'send') === null);
  if (odd) throw new Error(`Refund ${odd.id} is ${odd.state} and cannot be sent`);
  const ids = refunds.map(({ id }) => id);
  await sendRefunds(sql, ids, { fileId, at: ctx.now, by: actorName(ctx.actor) });
  const told = refunds.map((refund) => ({
    ...{ entityType: 'refund', entityId: refund.id, partyIds: [refund.account.customerId] },
    after: refundEvent({ ...refundView(refund), state: 'sent' }),
    before: refundEvent(refundView(refund)),
  }));
  await appendAudits(
    sql,
    ctx.actor,
    told.map(({ partyIds: _, ...entry }) => ({ ...entry, action: 'refund.sent' })),
  );
  await appendEvents(
    sql,
    ctx.actor.operatorId,
    told.map(({ entityType, entityId, partyIds, after }) => ({
      ...{ type: 'refund.sent', entityType, entityId, partyIds },
      payload: after,
    })),
  );
}
