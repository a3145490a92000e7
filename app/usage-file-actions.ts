'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { previewBody, saveMappingBody } from '@/lib/schemas/api/usage-files';
import { cancelUsageFile as cancel } from '@/lib/services/usage-files/cancel-usage-file';
import { previewUsage as preview } from '@/lib/services/usage-mappings/preview-usage';
import { retireUsageMapping as retire } from '@/lib/services/usage-mappings/retire-usage-mapping';
import { saveUsageMapping as save } from '@/lib/services/usage-mappings/save-usage-mapping';

export const cancelUsageFile = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'usage.send',
  run: async ({ ctx, input }) => {
    const { rows } = await cancel(ctx, input.id);
    return { accepted: rows.accepted };
  },
});

export const previewUsage = defineAction({
  schema: previewBody,
  permission: 'usage.send',
  run: ({ ctx, input }) => {
    const { sample, format = null, definition = null, mapping = null, partner = null } = input;
    return preview(ctx, { sample, format, definition, mapping, partner });
  },
});

export const saveUsageMapping = defineAction({
  schema: saveMappingBody,
  permission: 'usage.send',
  run: async ({ ctx, input }) => {
    const { id, version } = await save(ctx, { ...input, partner: input.partner ?? null });
    return { id, version };
  },
});

export const retireUsageMapping = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'usage.send',
  run: ({ ctx, input }) => retire(ctx, input.id),
});
