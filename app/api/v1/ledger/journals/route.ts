import { defineRoute } from '@/lib/http/define-route';
import { listJournalsRoute } from '@/lib/schemas/api/ledger';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listJournals } from '@/lib/services/ledger/list-journals';

export const GET = defineRoute({
  ...listJournalsRoute,
  permission: 'ledger.read',
  run: async ({ ctx, query }) => {
    const { limit: _, cursor: __, ...filters } = query;
    const page = await listJournals(ctx, listQueryOf(query, filters));
    return { ...page, data: page.data.map(({ billingAccountId: _account, ...journal }) => journal) };
  },
});
