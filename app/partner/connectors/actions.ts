'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { connectorSettings } from '@/lib/schemas/partner-connector';
import { fetchPeriod as fetchNow } from '@/lib/services/connectors/fetch-period';
import { saveConnector as save } from '@/lib/services/connectors/save-connector';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';
import { testConnector } from '@/lib/services/connectors/test-connector';

/** Used by the partner's own pages and by the operator's pages of the partner: the service tells them apart. */
export const saveConnector = defineAction({
  schema: z.strictObject({
    id: z.uuid().nullable(),
    partner: z.string().max(60),
    name: z.string().trim().min(1).max(100),
    settings: connectorSettings,
    secret: z.string().max(2_000).optional(),
  }),
  permission: 'connector.manage',
  run: async ({ ctx, input: { secret, ...input } }) => {
    const { id } = await save(ctx, { ...input, ...(secret === undefined ? {} : { secret }) });
    return { id };
  },
});

export const actOnConnector = defineAction({
  schema: z.strictObject({ id: z.uuid(), act: z.enum(['test', 'start', 'pause']) }),
  permission: 'connector.manage',
  run: async ({ ctx, input: { id, act } }) => {
    if (act === 'test') await testConnector(ctx, id);
    else await setConnectorState(ctx, id, act === 'start' ? 'live' : 'paused');
  },
});

export const fetchPeriod = defineAction({
  schema: z.strictObject({ id: z.uuid(), cycleId: z.uuid() }),
  permission: 'connector.manage',
  run: ({ ctx, input }) => fetchNow(ctx, input),
});
