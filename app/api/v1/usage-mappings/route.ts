import { usageMappingAnswer, usageMappingItemAnswer } from '@/app/api/v1/usage-files/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listUsageMappingsRoute, saveUsageMappingRoute } from '@/lib/schemas/api/usage-files';
import { listUsageMappings } from '@/lib/services/usage-mappings/list-usage-mappings';
import { saveUsageMapping } from '@/lib/services/usage-mappings/save-usage-mapping';

export const GET = defineRoute({
  ...listUsageMappingsRoute,
  permission: 'usage.read',
  run: async ({ ctx, query }) => {
    const page = await listUsageMappings(ctx, listQueryOf(query, { sender: query.sender }));
    return { ...page, data: page.data.map(usageMappingItemAnswer) };
  },
});

export const POST = defineRoute({
  ...saveUsageMappingRoute,
  permission: 'usage.send',
  run: async ({ ctx, body }) =>
    usageMappingAnswer(await saveUsageMapping(ctx, { ...body, partner: body.partner ?? null })),
});
