'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { endpointInput } from '@/lib/schemas/api/webhooks';
import {
  changeEndpoint,
  removeEndpoint,
  rotateSecret,
  sendTestEvent,
} from '@/lib/services/webhooks/change-endpoint';
import { createEndpoint } from '@/lib/services/webhooks/create-endpoint';
import { replayDelivery } from '@/lib/services/webhooks/list-webhooks';

const byId = z.strictObject({ id: z.uuid() });

/** Used by the partners' and the customers' pages too: whose endpoints they are is in the actor. */
export const addWebhook = defineAction({
  schema: z.strictObject(endpointInput),
  permission: 'webhook.manage',
  run: async ({ ctx, input }) => ({ secret: (await createEndpoint(ctx, input)).secret }),
});

export const saveWebhook = defineAction({
  schema: z.strictObject({ ...endpointInput, id: z.uuid(), state: z.enum(['active', 'disabled']) }),
  permission: 'webhook.manage',
  run: async ({ ctx, input: { id, ...input } }) => {
    await changeEndpoint(ctx, id, input);
    return { id };
  },
});

export const rotateWebhookSecret = defineAction({
  schema: byId,
  permission: 'webhook.manage',
  run: async ({ ctx, input }) => ({ secret: (await rotateSecret(ctx, input.id)).secret }),
});

export const testWebhook = defineAction({
  schema: byId,
  permission: 'webhook.manage',
  run: ({ ctx, input }) => sendTestEvent(ctx, input.id),
});

export const removeWebhook = defineAction({
  schema: byId,
  permission: 'webhook.manage',
  run: async ({ ctx, input }) => {
    await removeEndpoint(ctx, input.id);
    return { id: input.id };
  },
});

export const replayWebhook = defineAction({
  schema: byId,
  permission: 'webhook.manage',
  run: async ({ ctx, input }) => ({ id: (await replayDelivery(ctx, input.id)).id }),
});
