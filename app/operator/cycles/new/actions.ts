'use server';

import { defineAction } from '@/lib/http/define-action';
import { cycleSpecInput } from '@/lib/schemas/api/bill-cycle-specs';
import { addCycleSpec } from '@/lib/services/cycles/add-cycle-spec';

export const addCycle = defineAction({
  schema: cycleSpecInput,
  permission: 'cycle.manage',
  run: async ({ ctx, input }) => ({ id: (await addCycleSpec(ctx, input)).id }),
});
