import { z } from 'zod';

/** Every error's body (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('For programs; stable.'),
    detail: z.string().describe('For people.'),
    issues: z.array(
      z.strictObject({
        code: z.string(),
        path: z.string().describe('Dotted, as prices.0.tiers.1.upTo'),
        message: z.string(),
      }),
    ),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
