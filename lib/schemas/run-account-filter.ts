import { z } from 'zod';

const list = (item: z.ZodString) => z.array(item.min(1).max(200)).max(200);

/** Which accounts of a bill run are meant. What is left out does not narrow, so `{}` is all of them. */
export const runAccountFilter = z
  .strictObject({
    accounts: z
      .array(z.string().min(1).max(200))
      .max(10_000)
      .describe('Ids or numbers of billing accounts.')
      .optional(),
    customers: list(z.string()).describe('Slugs of customers.').optional(),
    suppliers: list(z.string()).describe('Slugs of parties with a line on the bill.').optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    totalUpTo: z
      .string()
      .regex(/^-?\d{1,15}(\.\d{1,4})?$/)
      .describe('Bills of at most this total; with `currency`.')
      .optional(),
    withoutFindings: z.literal(true).describe('Neither errors nor warnings.').optional(),
    codes: list(z.string()).describe('With any of these findings.').optional(),
    state: z.enum(['pending', 'done', 'held', 'issued']).optional(),
    q: z.string().max(200).describe('Found in the account’s number or name, or the customer’s.').optional(),
  })
  .refine(({ totalUpTo, currency }) => totalUpTo === undefined || currency !== undefined, {
    path: ['currency'],
    message: 'A total needs its currency.',
  });

export type RunAccountFilterInput = z.infer<typeof runAccountFilter>;

export const holdReason = z
  .string()
  .trim()
  .min(3, 'Say why, in a few words.')
  .max(500)
  .describe('Why; kept on record with who said it.');

export const cohortFirst = z
  .int()
  .min(1)
  .max(1_000_000)
  .describe('Only the first so many, by account number: a pilot.');
