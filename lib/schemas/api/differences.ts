import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const causeCode = z.enum([
  'same',
  'rounding',
  'duplicate_lines',
  'missing_usage',
  'price_version',
  'tier',
  'included_units',
  'discount',
  'tax',
  'other_period',
  'currency',
  'service_not_mapped',
  'not_on_bill',
  'no_usage',
  'unexplained',
]);

export const differenceBody = z.object({
  account: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
  offering: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  currency: z.string(),
  hubAmount: z.string().describe('What the hub would have charged.'),
  partnerAmount: z.string().describe('What the partner charges, exact.'),
  difference: z.string().describe('Partner less hub.'),
  withinTolerance: z.boolean(),
  cause: causeCode,
  causes: z
    .array(
      z.object({
        code: causeCode,
        words: z.string(),
        fits: z.boolean().describe('It explains the partner’s amount to the cent.'),
      }),
    )
    .describe('The likeliest first.'),
  hub: z.array(
    z.object({
      name: z.string(),
      unit: z.string().nullable(),
      quantity: z.string(),
      amount: z.string(),
      steps: z.array(z.looseObject({ code: z.string() })),
    }),
  ),
  partner: z.array(
    z.object({
      service: z.string(),
      currency: z.string(),
      unit: z.string().nullable(),
      quantity: z.string().nullable(),
      amount: z.string(),
      lineCount: z.int(),
    }),
  ),
});

export const listDifferencesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bills/{id}/differences',
  summary: 'Hold a partner’s bill against the hub’s own rating',
  description:
    'Where the hub holds the usage too: account by account and offering by offering, both amounts and why they differ. Made anew when usage has come in since.',
  tag: 'Partner bills',
  params: z.object({ id: z.string() }),
  query: z.strictObject({
    ...pageQuery,
    cause: causeCode.optional(),
    state: z.enum(['within', 'beyond']).optional().describe('Of the agreement’s tolerance.'),
  }),
  response: pageOf(differenceBody).extend({
    comparison: z
      .object({ comparedAt: z.string(), tolerancePercent: z.string() })
      .nullable()
      .describe('Null where the hub holds no usage of what the partner bills.'),
    totals: z.array(
      z.object({
        currency: z.string(),
        hub: z.string(),
        partner: z.string(),
        difference: z.string(),
        rowCount: z.int(),
        beyondCount: z.int(),
        beyond: z.string(),
        mainCause: causeCode.nullable(),
      }),
    ),
  }),
});

export const changeOfferingRoute = routeSpec({
  method: 'patch',
  path: '/api/v1/offerings/{id}',
  summary: 'Say who bills an offering’s usage',
  description: '`partner`: its own bills charge the usage, and the hub’s rating only checks them.',
  tag: 'Catalogue',
  params: z.object({ id: z.string().describe('Id or short name.') }),
  body: z.strictObject({ billedBy: z.enum(['hub', 'partner']) }),
  response: z.object({ id: z.uuid(), slug: z.string(), billedBy: z.enum(['hub', 'partner']) }),
});
