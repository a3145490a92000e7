'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { paymentMethod, reversalKind } from '@/lib/schemas/api/payments';
import { refundSeen } from '@/lib/schemas/api/refunds';
import { refundPayee } from '@/lib/schemas/refund-payee';
import { searchAccounts } from '@/lib/services/account-mappings/search-accounts';
import { applyCredit } from '@/lib/services/payments/apply-credit';
import { getPayment } from '@/lib/services/payments/list-payments';
import { matchPayment } from '@/lib/services/payments/match-payment';
import { moveAllocations } from '@/lib/services/payments/move-allocations';
import { previewPayment } from '@/lib/services/payments/preview-payment';
import { readAmount, readParts } from '@/lib/services/payments/read-amount';
import { recordPayment } from '@/lib/services/payments/record-payment';
import { reversePayment } from '@/lib/services/payments/reverse-payment';
import { winBack } from '@/lib/services/payments/win-back';
import { createRefundFile } from '@/lib/services/refunds/create-refund-file';
import { requestRefund } from '@/lib/services/refunds/request-refund';
import { setRefundPayee } from '@/lib/services/refunds/set-refund-payee';
import { settleRefund } from '@/lib/services/refunds/settle-refund';

const amount = z.string().trim().max(40);
const reason = z.string().trim().max(500);
const number = z.string().max(60);
const key = z.string().regex(/^[0-9a-f]{32}$/);

export const findAccounts = defineAction({
  schema: z.strictObject({ q: z.string().max(200) }),
  permission: 'payment.manage',
  run: ({ ctx, input }) => searchAccounts(ctx, input.q.trim()),
});

export const previewPaid = defineAction({
  schema: z.strictObject({ billingAccount: number, amount }),
  permission: 'payment.manage',
  run: ({ ctx, input }) => previewPayment(ctx, input),
});

export const recordByHand = defineAction({
  schema: z.strictObject({
    billingAccount: number.nullable(),
    currency: z.string().length(3),
    amount,
    receivedOn: z.string().max(10),
    method: paymentMethod,
    reference: z.string().trim().max(500),
    payer: z.string().trim().max(200),
    key,
  }),
  permission: 'payment.manage',
  run: async ({ ctx, input: { billingAccount, amount: text, payer, key: opening, ...input } }) => {
    const recorded = await recordPayment(ctx, {
      ...input,
      billingAccountId: billingAccount,
      amountMinor: readAmount(text, input.currency),
      payer: payer === '' ? null : { name: payer, iban: null },
      source: 'hand',
      sourceKey: `hand:${opening}`,
    });
    return { id: recorded.id, amount: `${recorded.amount} ${recorded.currency}` };
  },
});

export const matchByHand = defineAction({
  schema: z.strictObject({ id: z.uuid(), billingAccount: number }),
  permission: 'payment.manage',
  run: async ({ ctx, input }) => {
    await matchPayment(ctx, input.id, input.billingAccount);
    return { id: input.id };
  },
});

export const moveByHand = defineAction({
  schema: z.strictObject({
    id: z.uuid(),
    allocations: z.array(z.strictObject({ bill: z.uuid(), amount })).max(500),
    reason,
  }),
  permission: 'payment.manage',
  run: async ({ ctx, input }) => {
    const { currency } = await getPayment(ctx, input.id);
    await moveAllocations(ctx, input.id, readParts(input.allocations, currency), input.reason);
    return { id: input.id };
  },
});

export const reverseByHand = defineAction({
  schema: z.strictObject({
    id: z.uuid(),
    amount,
    kind: reversalKind,
    reason: reason.min(1),
    key,
  }),
  permission: 'payment.manage',
  run: async ({ ctx, input }) => {
    const { currency } = await getPayment(ctx, input.id);
    await reversePayment(ctx, input.id, {
      kind: input.kind,
      reason: input.reason,
      amountMinor: readAmount(input.amount, currency),
      reversedOn: null,
      sourceKey: `hand:${input.key}`,
    });
    return { id: input.id };
  },
});

export const winBackByHand = defineAction({
  schema: z.strictObject({ id: z.uuid(), reversal: z.uuid(), amount, reason: reason.min(1), key }),
  permission: 'payment.manage',
  run: async ({ ctx, input }) => {
    const { currency } = await getPayment(ctx, input.id);
    await winBack(ctx, input.id, {
      ...{ reversalId: input.reversal, reason: input.reason, wonOn: null },
      ...{ amountMinor: readAmount(input.amount, currency), sourceKey: `hand:${input.key}` },
    });
    return { id: input.id };
  },
});

export const refundByHand = defineAction({
  schema: z.strictObject({
    ...{ id: z.uuid(), amount, reason: reason.min(1), takeFromBills: z.boolean(), key },
    ...{ method: paymentMethod, payee: refundPayee.nullable() },
  }),
  permission: 'refund.manage',
  run: async ({ ctx, input }) => {
    const { currency } = await getPayment(ctx, input.id);
    const amountMinor = readAmount(input.amount, currency);
    const { id, ...asked } = { ...input, amountMinor, currency };
    return { id: (await requestRefund(ctx, { ...asked, paymentId: id, billingAccountId: null })).id };
  },
});

export const refundCredit = defineAction({
  schema: z.strictObject({
    account: number,
    currency: z.string().length(3),
    amount,
    reason: reason.min(1),
    method: paymentMethod,
    payee: refundPayee.nullable(),
    key,
  }),
  permission: 'refund.manage',
  run: async ({ ctx, input: { account, amount: text, ...input } }) => {
    const of = { paymentId: null, billingAccountId: account, amountMinor: readAmount(text, input.currency) };
    return { id: (await requestRefund(ctx, { ...input, ...of })).id };
  },
});

export const settleByHand = defineAction({
  schema: z.strictObject({ id: z.uuid(), state: z.enum(['paid', 'failed']) }),
  permission: 'refund.manage',
  run: async ({ ctx, input }) => {
    await settleRefund(ctx, input.id, { state: input.state, on: null });
    return { id: input.id };
  },
});

export const namePayee = defineAction({
  schema: z.strictObject({ id: z.uuid(), payee: refundPayee }),
  permission: 'refund.manage',
  run: async ({ ctx, input }) => ({ id: (await setRefundPayee(ctx, input.id, input.payee)).id }),
});

export const makeRefundFile = defineAction({
  schema: z.strictObject({ refunds: z.array(refundSeen).min(1).max(200) }),
  permission: 'refund.manage',
  run: ({ ctx, input }) => createRefundFile(ctx, { ...input, executionOn: null }),
});

export const spendCredit = defineAction({
  schema: z.strictObject({ billingAccount: number }),
  permission: 'payment.manage',
  run: async ({ ctx, input }) => {
    const { bills, applied, currency } = await applyCredit(ctx, input.billingAccount);
    return { bills, amount: `${applied} ${currency}` };
  },
});
