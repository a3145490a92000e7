import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Partner bills';
const level = z
  .enum(['sub_account', 'payer'])
  .describe('A sub-account’s own mapping goes before the one of its payer.');
const partner = z.string().max(60).describe('Id or short name. A partner’s own key may leave it out.');

/** One account of a partner, and the billing account it is; null takes the mapping away. */
export const accountMappingInput = z.strictObject({
  level,
  externalAccount: z
    .string()
    .min(1)
    .max(255)
    .describe('The partner’s id of it, exactly as its bills have it.'),
  billingAccount: z
    .string()
    .max(60)
    .nullable()
    .describe('Id or number of a billing account; null takes the mapping away.'),
});

const one = accountMappingInput.extend({ partner: partner.optional() });
const many = z.strictObject({
  partner: partner.optional(),
  mappings: z.array(accountMappingInput).min(1).max(1_000),
});

export const setAccountMappingsRoute = routeSpec({
  method: 'put',
  path: '/api/v1/account-mappings',
  summary: 'Map a partner’s accounts to billing accounts',
  description:
    'One, or up to 1,000 at once: all are set or none. Lines that waited for the mapping are accepted in the same step, unbilled ones move.',
  tag,
  body: z.union([many, one]),
  response: z.object({
    mappings: z.int(),
    bills: z
      .array(z.object({ id: z.uuid(), state: z.string(), changedLines: z.int() }))
      .describe('The partner bills that were judged again.'),
  }),
});

export const externalAccountBody = z.object({
  level,
  externalAccount: z.string(),
  externalName: z.string().nullable(),
  externalPayer: z.string().nullable(),
  lineCount: z.int(),
  waitingLines: z.int(),
  money: z.array(
    z.object({
      currency: z.string(),
      amount: z.string(),
      waiting: z.string().describe('What no billing account takes yet.'),
    }),
  ),
  mapping: z
    .object({
      level,
      billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
    })
    .nullable()
    .describe('Its own, or its payer’s.'),
});

export const listAccountMappingsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/account-mappings',
  summary: 'List a partner’s accounts and what they are mapped to',
  description: 'Every account its bills name, the most money waiting first.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    partner: partner.optional(),
    level: level.optional(),
    state: z.enum(['mapped', 'unmapped']).optional(),
  }),
  response: pageOf(externalAccountBody),
});

export const deleteAccountMappingRoute = routeSpec({
  method: 'delete',
  path: '/api/v1/account-mappings',
  summary: 'Forget which billing account a partner’s account is',
  description: 'Unbilled lines wait again; what is billed stays.',
  tag,
  query: z.strictObject({ partner: partner.optional(), level, externalAccount: z.string().min(1).max(255) }),
  response: setAccountMappingsRoute.response,
});
