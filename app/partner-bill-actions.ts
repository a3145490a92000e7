'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { previewBillBody, saveBillMappingBody } from '@/lib/schemas/api/partner-bill-mappings';
import { cancelBillImport as cancel } from '@/lib/services/partner-bill-imports/cancel-bill-import';
import { previewBill as preview } from '@/lib/services/partner-bill-mappings/preview-bill';
import { retireBillMapping as retire } from '@/lib/services/partner-bill-mappings/retire-bill-mapping';
import { saveBillMapping as save } from '@/lib/services/partner-bill-mappings/save-bill-mapping';

/** Used by the partner's own pages and by the operator's pages of the partner: the service tells them apart. */
export const previewBill = defineAction({
  schema: previewBillBody,
  permission: 'partner-bill.receive',
  run: ({ ctx, input }) => {
    const { definition = null, mapping = null, partner = null, ...sample } = input;
    return preview(ctx, { ...sample, definition, mapping, partner });
  },
});

export const saveBillMapping = defineAction({
  schema: saveBillMappingBody,
  permission: 'partner-bill.receive',
  run: async ({ ctx, input }) => {
    const { id, version } = await save(ctx, { ...input, partner: input.partner ?? null });
    return { id, version };
  },
});

export const retireBillMapping = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'partner-bill.receive',
  run: ({ ctx, input }) => retire(ctx, input.id),
});

export const cancelBillImport = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'partner-bill.receive',
  run: async ({ ctx, input }) => {
    const { id } = await cancel(ctx, input.id);
    return { id };
  },
});
