import { billMappingAnswer, billMappingItemAnswer } from '@/app/api/v1/partner-bill-mappings/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listBillMappingsRoute, saveBillMappingRoute } from '@/lib/schemas/api/partner-bill-mappings';
import { listBillMappings } from '@/lib/services/partner-bill-mappings/list-bill-mappings';
import { saveBillMapping } from '@/lib/services/partner-bill-mappings/save-bill-mapping';

export const GET = defineRoute({
  ...listBillMappingsRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, query }) => {
    const page = await listBillMappings(ctx, listQueryOf(query, { partner: query.partner }));
    return { ...page, data: page.data.map(billMappingItemAnswer) };
  },
});

export const POST = defineRoute({
  ...saveBillMappingRoute,
  permission: 'partner-bill.receive',
  run: async ({ ctx, body }) =>
    billMappingAnswer(await saveBillMapping(ctx, { ...body, partner: body.partner ?? null })),
});
