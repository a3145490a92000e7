import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Exchange rates';
const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, 'This is no currency code, like EUR.');
const day = z.iso.date();

/** A rate as somebody writes it. */
export const fxRateInput = z.strictObject({
  base: code,
  quote: code,
  validOn: day,
  rate: z.string().trim().min(1).max(40).describe('What one unit of `base` costs in `quote`, as a decimal.'),
  source: z.string().trim().min(1).max(80).describe('Who says so: a bank, a contract.'),
});

export const fxRateBody = z.object({
  base: z.string(),
  quote: z.string(),
  validOn: z.string(),
  rate: z.string(),
  source: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
});

const setBody = z.object({
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  kept: z.int().describe('Rates of a file that stay as somebody set them by hand.'),
});

export const listFxRatesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/fx-rates',
  summary: 'List exchange rates',
  tag,
  query: z.strictObject({ ...pageQuery, source: z.enum(['ecb', 'other']).optional() }),
  response: pageOf(fxRateBody),
});

export const setFxRatesRoute = routeSpec({
  method: 'post',
  path: '/api/v1/fx-rates',
  summary: 'Set exchange rates',
  description:
    'Up to 1,000, all or none. A rate of the same pair and day is replaced; what is converted already stays as it is.',
  tag,
  body: z.strictObject({ rates: z.array(fxRateInput).min(1).max(1_000) }),
  response: setBody,
});

export const importFxRatesRoute = routeSpec({
  method: 'post',
  path: '/api/v1/fx-rates/file',
  summary: 'Take the reference rates of the European Central Bank',
  description:
    'The file eurofxref-daily.xml or eurofxref-hist-90d.xml as the part `file`. A rate that was set by hand is kept.',
  tag,
  body: 'multipart',
  form: z.strictObject({}),
  maxBytes: 4_000_000,
  response: setBody,
});

export const findFxRateRoute = routeSpec({
  method: 'get',
  path: '/api/v1/fx-rates/find',
  summary: 'Find the rate between two currencies on a day',
  description:
    'The latest of that day or of the seven days before it: direct, inverse, or through the euro. 409 `rate_missing` when there is none.',
  tag,
  query: z.strictObject({ from: code, to: code, on: day }),
  response: z.object({
    from: z.string(),
    to: z.string(),
    rate: z.string(),
    validOn: z.string(),
    source: z.string(),
    path: z.enum(['same', 'direct', 'inverse', 'cross']),
    through: z.string().nullable(),
    legs: z.array(z.object({ base: z.string(), quote: z.string(), rate: z.string(), validOn: z.string() })),
  }),
});
