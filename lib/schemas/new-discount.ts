import { z } from 'zod';

/** A discount as the form and the API give it; which values go together is the service's to say. */
export const newDiscount = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name: it is on the bill.').max(100, 'At most 100 characters.'),
  percent: z
    .string()
    .trim()
    .max(20)
    .optional()
    .describe('Per cent of the lines it covers. Give this or `amount`.'),
  amount: z.string().trim().max(30).optional().describe('In the account’s currency, once a bill.'),
  supplierId: z
    .string()
    .max(60)
    .nullable()
    .default(null)
    .describe('Id or short name of a supplier whose lines it covers, or `operator`; null covers all lines.'),
  validFrom: z.iso.date('Choose a day.'),
  validTo: z.iso.date('Choose a day.').nullable().default(null).describe('The first day without it.'),
  borneBy: z
    .enum(['shared', 'operator', 'agreed'])
    .default('shared')
    .describe(
      'Who bears it. `shared`: the parties of each line share its lower net. `operator`: the operator alone, and partners share as if there were no discount. `agreed`: parties by percentages of the whole discount.',
    ),
  bearers: z
    .array(
      z.strictObject({
        party: z
          .string()
          .min(1, 'Choose a party.')
          .max(60)
          .describe('`operator`, or a partner’s id or short name.'),
        percent: z.string().trim().max(20).describe('With up to four decimals; together 100.'),
      }),
    )
    .max(50)
    .default([])
    .describe('Of `agreed`.'),
});
