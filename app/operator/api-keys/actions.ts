'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { apiKeyInput, overlapHours } from '@/lib/schemas/api/api-keys';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { revokeApiKey } from '@/lib/services/identity/revoke-api-key';
import { rotateApiKey } from '@/lib/services/identity/rotate-api-key';
import type { MadeApiKey } from '@/lib/services/identity/store-api-key';

/** Used by the partners' and the customers' pages too: whose keys they are is in the actor. */
export const addApiKey = defineAction({
  schema: z.strictObject({ ...apiKeyInput, lifeDays: z.int().min(1).max(1_825).nullable() }),
  permission: 'api-key.manage',
  run: async ({ ctx, input: { lifeDays, name, role, permissions = null } }) => {
    const { audience, partyId } = ctx.actor;
    const expiresAt = lifeDays === null ? null : daysAfter(ctx.now, lifeDays);
    return shown(await createApiKey(ctx, { name, role, permissions, audience, partyId, expiresAt }));
  },
});

export const exchangeApiKey = defineAction({
  schema: z.strictObject({ id: z.uuid(), overlapHours }),
  permission: 'api-key.manage',
  run: async ({ ctx, input }) => shown(await rotateApiKey(ctx, input)),
});

export const endApiKey = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'api-key.manage',
  run: async ({ ctx, input }) => ({ id: (await revokeApiKey(ctx, input)).id }),
});

const daysAfter = (now: string, days: number) =>
  new Date(Date.parse(now) + days * 24 * 3_600_000).toISOString();

const shown = ({ name, audience, role, permissions, createdAt, key }: MadeApiKey) => ({
  ...{ name, audience, role, permissions, createdAt, key },
});
