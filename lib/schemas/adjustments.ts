import { z } from 'zod';

/** What a person writes of an adjustment, on a page as in the API. */
export const adjustmentText = {
  description: z.string().trim().min(1).max(200),
  amount: z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'a decimal number'),
  reason: z.string().trim().min(3).max(500),
};

const day = z.string().max(10);
const named = z.string().min(1).max(80).optional();

/** The dialog of a page: one day or several, both ends said. */
export const adjustmentForm = z.strictObject({
  billingAccount: z.string().min(1).max(60),
  description: adjustmentText.description,
  amount: z.string().max(40),
  reason: adjustmentText.reason,
  taxClass: z.string().min(1).max(60).optional(),
  firstDay: day,
  lastDay: day,
  owner: z.enum(['operator', 'partner']),
  product: named,
  line: named,
  key: z.string().regex(/^[0-9a-f]{32}$/),
});

export const withdrawForm = z.strictObject({ id: z.uuid(), reason: adjustmentText.reason });
