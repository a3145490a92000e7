import { billMappingAnswer } from '@/app/api/v1/partner-bill-mappings/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getBillMappingRoute } from '@/lib/schemas/api/partner-bill-mappings';
import { getBillMapping } from '@/lib/services/partner-bill-mappings/get-bill-mapping';

export const GET = defineRoute({
  ...getBillMappingRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params }) => billMappingAnswer(await getBillMapping(ctx, params.id)),
});
