'use server';

import { revalidatePath } from 'next/cache';
import { defineAction } from '@/lib/http/define-action';
import { fxRateInput } from '@/lib/schemas/api/fx-rates';
import { setRates } from '@/lib/services/fx-rates/set-rates';

export const setRate = defineAction({
  schema: fxRateInput,
  permission: 'fx-rate.manage',
  run: async ({ ctx, input }) => {
    const done = await setRates(ctx, [input]);
    revalidatePath('/operator/fx-rates');
    return done;
  },
});
