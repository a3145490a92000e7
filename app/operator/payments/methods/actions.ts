'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { paymentMethod } from '@/lib/schemas/api/payments';
import { endMethod, saveMethod } from '@/lib/services/payment-methods/save-method';

const secret = z.string().trim().max(500);

export const saveWayToPay = defineAction({
  schema: z.strictObject({
    id: z.uuid().nullable(),
    kind: paymentMethod,
    name: z.string().trim().min(1).max(120),
    instructions: z.string().trim().max(2_000),
    provider: z
      .strictObject({ baseUrl: z.string().trim().max(500), apiKey: secret, signingSecret: secret })
      .nullable(),
  }),
  permission: 'payment-method.manage',
  run: async ({ ctx, input: { provider, ...input } }) => {
    const given = (text: string) => (text === '' ? undefined : text);
    const saved = await saveMethod(ctx, {
      ...input,
      provider: provider && {
        baseUrl: provider.baseUrl,
        apiKey: given(provider.apiKey),
        signingSecret: given(provider.signingSecret),
      },
    });
    return { id: saved.id };
  },
});

export const endWayToPay = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'payment-method.manage',
  run: async ({ ctx, input }) => {
    await endMethod(ctx, input.id);
    return { id: input.id };
  },
});
