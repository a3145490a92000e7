'use server';

import { revalidatePath } from 'next/cache';
import { AppError } from '@/lib/errors';
import { defineAction } from '@/lib/http/define-action';
import { fxRateInput } from '@/lib/schemas/api/fx-rates';
import { setRates } from '@/lib/services/fx-rates/set-rates';

export const setRate = defineAction({
  schema: fxRateInput,
  permission: 'fx-rate.manage',
  run: async ({ ctx, input }) => {
    const done = await setRates(ctx, [input]).catch(atItsFields);
    revalidatePath('/operator/fx-rates');
    return done;
  },
});

/** A list's faults name the rate they are in; the form has but one. */
function atItsFields(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const issues = error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^rates\.0\./, '') }));
  throw new AppError(error.kind, error.code, error.message, issues);
}
