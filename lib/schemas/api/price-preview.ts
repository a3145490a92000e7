import { z } from 'zod';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { pricePreviewSchema } from '@/lib/schemas/price-preview';

const issue = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  message: z.string(),
  amountAtStake: z.string().optional(),
});

/** One step of a calculation: its code, and its numbers as texts. */
const step = z.record(z.string(), z.string());

export const pricePreview = routeSpec({
  method: 'post',
  path: '/api/v1/price-preview',
  summary: 'Price a plan on given usage',
  description:
    'Prices a list of components for one period by the code that writes bills, and returns the lines with their arithmetic. Nothing is read or stored.',
  tag: 'Pricing',
  public: true,
  maxBytes: 4 * 1024 * 1024,
  body: pricePreviewSchema,
  response: z.strictObject({
    currency: z.string(),
    total: z.string(),
    lines: z.array(
      z.strictObject({
        key: z.string(),
        kind: z.enum(['charge', 'maximum', 'minimum', 'credit']),
        amount: z.string(),
        quantity: z.string(),
        steps: z.array(step),
      }),
    ),
    issues: z.array(issue),
  }),
});
