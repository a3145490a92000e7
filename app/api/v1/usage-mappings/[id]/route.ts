import { usageMappingAnswer } from '@/app/api/v1/usage-files/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getUsageMappingRoute } from '@/lib/schemas/api/usage-files';
import { getUsageMapping } from '@/lib/services/usage-mappings/get-usage-mapping';

export const GET = defineRoute({
  ...getUsageMappingRoute,
  permission: 'usage.read',
  run: async ({ ctx, params }) => usageMappingAnswer(await getUsageMapping(ctx, params.id)),
});
