import { defineRoute } from '@/lib/http/define-route';
import { differenceBody, listDifferencesRoute } from '@/lib/schemas/api/differences';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listDifferences } from '@/lib/services/differences/list-differences';

export const GET = defineRoute({
  ...listDifferencesRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params, query }) => {
    const { cause, state } = query;
    const found = await listDifferences(ctx, params.id, listQueryOf(query, { cause, state }));
    return { ...found, data: found.data.map((difference) => differenceBody.parse(difference)) };
  },
});
