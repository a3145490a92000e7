import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Partner bills';
const partner = z.string().max(60).describe('Id or short name. A partner’s own key may leave it out.');
const name = z.string().min(1).max(500);
const taxClass = z.string().min(1).max(60);
const money = z.array(
  z.object({
    currency: z.string(),
    amount: z.string(),
    waiting: z.string().describe('What is not billed before there is a mapping.'),
  }),
);
const set = z.object({
  mappings: z.int(),
  bills: z
    .array(z.object({ id: z.uuid(), state: z.string(), changedLines: z.int() }))
    .describe('The partner bills that were judged again.'),
});
const listQuery = z.strictObject({
  ...pageQuery,
  partner: partner.optional(),
  state: z.enum(['mapped', 'unmapped']).optional(),
});

export const queueKind = z.enum(['sub_account', 'payer', 'no_account', 'service', 'tax_code']);

/** What a service is here, as it is set. */
export const serviceTarget = z.strictObject({
  offering: z
    .string()
    .max(60)
    .nullable()
    .describe(
      'Id or short name of an offering of this partner; null: none, the service has only a name and a tax class.',
    ),
  description: z.string().min(1).max(200).nullable().describe('What bills say; null: the offering’s name.'),
  taxClass: taxClass.nullable().describe('Null: the offering’s, else `standard`.'),
});

const suggestion = z.object({
  billingAccount: z.string().optional(),
  service: serviceTarget.optional(),
  taxClass: z.string().optional(),
  label: z.string(),
  reason: z.string().describe('Why, in words.'),
});

export const queueEntryBody = z.object({
  partner: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  kind: queueKind,
  name: z.string().describe('Exactly as the partner’s bills have it.'),
  label: z.string().nullable(),
  waits: z
    .boolean()
    .describe('False: billed under its own name, because the agreement does not ask for a mapping.'),
  money: z.array(z.object({ currency: z.string(), amount: z.string() })),
  lineCount: z.int(),
  billCount: z.int(),
  sinceAt: z.string(),
  suggestions: z
    .array(suggestion)
    .describe('The likeliest first, three at most. Nothing is mapped without a person.'),
});

export const listMappingQueueRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-mappings/queue',
  summary: 'List what partners’ bills name and nobody has mapped',
  description:
    'Accounts, services and tax codes with the money, lines and bills behind each, the most money first, and what each may be.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    partner: partner.optional().describe('Id or short name; the operator may leave it out for all partners.'),
    kind: queueKind.optional(),
    state: z.enum(['waiting', 'billed']).optional(),
  }),
  response: pageOf(queueEntryBody),
});

export const serviceMappingBody = z.object({
  externalService: z.string(),
  lineCount: z.int(),
  waitingLines: z.int(),
  money,
  mapping: z
    .object({
      offering: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      description: z.string().nullable(),
      taxClass: z.string(),
    })
    .nullable(),
});

export const listServiceMappingsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/service-mappings',
  summary: 'List a partner’s services and what they are here',
  tag,
  query: listQuery,
  response: pageOf(serviceMappingBody),
});

export const setServiceMappingsRoute = routeSpec({
  method: 'put',
  path: '/api/v1/service-mappings',
  summary: 'Say what a partner’s services are',
  description:
    'Up to 1,000 at once: all are set or none. Lines that waited are accepted in the same step; unbilled ones take the new name, tax class and shares with the next run. What is billed stays.',
  tag,
  body: z.strictObject({
    partner: partner.optional(),
    mappings: z
      .array(z.strictObject({ externalService: name, ...serviceTarget.shape }))
      .min(1)
      .max(1_000),
  }),
  response: set,
});

export const deleteServiceMappingRoute = routeSpec({
  method: 'delete',
  path: '/api/v1/service-mappings',
  summary: 'Forget what a partner’s service is',
  tag,
  query: z.strictObject({ partner: partner.optional(), externalService: name }),
  response: set,
});

export const taxMappingBody = z.object({
  externalCode: z.string(),
  lineCount: z.int(),
  waitingLines: z.int(),
  money,
  mapping: z.object({ taxClass: z.string() }).nullable(),
});

export const listTaxMappingsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/tax-code-mappings',
  summary: 'List a partner’s tax codes and the classes they are',
  tag,
  query: listQuery,
  response: pageOf(taxMappingBody),
});

export const setTaxMappingsRoute = routeSpec({
  method: 'put',
  path: '/api/v1/tax-code-mappings',
  summary: 'Say which tax classes a partner’s tax codes are',
  description:
    'A line’s own code goes before the class of its service. Up to 1,000 at once: all are set or none.',
  tag,
  body: z.strictObject({
    partner: partner.optional(),
    mappings: z
      .array(z.strictObject({ externalCode: name, taxClass }))
      .min(1)
      .max(1_000),
  }),
  response: set,
});

export const deleteTaxMappingRoute = routeSpec({
  method: 'delete',
  path: '/api/v1/tax-code-mappings',
  summary: 'Forget which class a partner’s tax code is',
  tag,
  query: z.strictObject({ partner: partner.optional(), externalCode: name }),
  response: set,
});
