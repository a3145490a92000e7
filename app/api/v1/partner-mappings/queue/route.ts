import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listMappingQueueRoute, queueEntryBody } from '@/lib/schemas/api/partner-mappings';
import { listQueue } from '@/lib/services/mapping-queue/list-queue';

export const GET = defineRoute({
  ...listMappingQueueRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, query }) => {
    const { partner, kind, state } = query;
    const page = await listQueue(ctx, partner ?? null, listQueryOf(query, { kind, state }));
    return { ...page, data: page.data.map((entry) => queueEntryBody.parse(entry)) };
  },
});
