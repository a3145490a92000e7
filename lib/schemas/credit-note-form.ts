import { z } from 'zod';

const amount = z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'a decimal number');

/** What a person chose to give back of a bill; the page's own words for what the API takes. */
export const creditChoice = z.strictObject({
  billId: z.uuid(),
  wanted: z.union([
    z.literal('whole'),
    z.strictObject({
      lines: z
        .array(z.strictObject({ lineId: z.uuid(), amount }))
        .min(1)
        .max(1_000),
    }),
    z.strictObject({ goodwill: amount }),
  ]),
});

export const creditForm = creditChoice.extend({ reason: z.string().trim().min(3).max(500) });
