import { cycleAnswer } from '@/app/api/v1/bill-cycles/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { listCyclesRoute } from '@/lib/schemas/api/bill-cycles';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listCycles } from '@/lib/services/cycles/list-cycles';

export const GET = defineRoute({
  ...listCyclesRoute,
  permission: 'cycle.read',
  run: async ({ ctx, query }) => {
    const page = await listCycles(ctx, listQueryOf(query, { state: query.state, phase: query.phase }));
    return { ...page, data: page.data.map(cycleAnswer) };
  },
});
