import { defineRoute } from '@/lib/http/define-route';
import { createCycleSpecRoute, cycleSpecBody, listCycleSpecsRoute } from '@/lib/schemas/api/bill-cycle-specs';
import { addCycleSpec } from '@/lib/services/cycles/add-cycle-spec';
import { listCycleSpecs } from '@/lib/services/cycles/list-cycle-specs';

export const GET = defineRoute({
  ...listCycleSpecsRoute,
  permission: 'cycle.read',
  run: async ({ ctx }) => {
    const data = (await listCycleSpecs(ctx)).map((spec) => cycleSpecBody.parse(spec));
    return { data, nextCursor: null };
  },
});

export const POST = defineRoute({
  ...createCycleSpecRoute,
  permission: 'cycle.manage',
  run: ({ ctx, body }) => addCycleSpec(ctx, body),
});
