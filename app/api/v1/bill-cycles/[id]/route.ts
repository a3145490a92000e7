import { cycleAnswer } from '@/app/api/v1/bill-cycles/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getCycleRoute } from '@/lib/schemas/api/bill-cycles';
import { getCycle } from '@/lib/services/cycles/get-cycle';

export const GET = defineRoute({
  ...getCycleRoute,
  permission: 'cycle.read',
  run: async ({ ctx, params }) => cycleAnswer(await getCycle(ctx, params.id)),
});
