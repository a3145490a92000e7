import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { newPartner } from '@/lib/schemas/new-partner';

const ratingMode = z.enum(['hub', 'partner', 'file']);
const state = z.enum(['onboarding', 'active', 'suspended']);

/** Drops what a view has beyond it. */
export const partnerBody = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  legalName: z.string(),
  country: z.string().describe('ISO 3166-1 alpha-2.'),
  ratingMode: ratingMode
    .nullable()
    .describe('Who computes its charges: the hub from usage, its own billing system, or a file of it.'),
  state,
  roles: z.array(z.string()).describe('How the operator sells its products: as principal, as agent.'),
});

export const listPartnersRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partners',
  summary: 'List partners',
  description: 'A partner sees itself and those it has an agreement with.',
  tag: 'Partners',
  query: z.strictObject({ ...pageQuery, ratingMode: ratingMode.optional(), state: state.optional() }),
  response: pageOf(partnerBody),
});

const { name, legalName, street, town, postcode, role, currency, ratePercent, latePolicy, validFrom } =
  newPartner.shape;

export const addPartnerRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partners',
  summary: 'Add a partner and sign its first agreement',
  description:
    'The partner gets a percentage of what it sells; other terms and conditions are agreed afterwards. A wrong field leaves nothing behind.',
  tag: 'Partners',
  status: 201,
  body: z.strictObject({
    slug: z.string().max(60).optional().describe('Its short name. Without it one is made of the name.'),
    name,
    legalName,
    country: newPartner.shape.country.describe('ISO 3166-1 alpha-2.'),
    vatId: z.string().trim().min(1).max(20).optional(),
    address: z.strictObject({ street, town, postcode }),
    email: z.email().optional(),
    ratingMode: ratingMode.describe(
      'Who computes its charges: the hub from usage, its own billing system, or a file of it.',
    ),
    role: role.describe('Principal: the operator sells its products. Agent: the partner does.'),
    currency: currency.describe('ISO 4217, of the agreement.'),
    ratePercent: ratePercent.describe('The partner’s part of what it sells.'),
    latePolicy: latePolicy.default('hold').describe('What becomes of a bill that is late at the cut-off.'),
    validFrom: validFrom.describe('The first day of the agreement.'),
  }),
  response: partnerBody,
});

export const getPartnerRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partners/{id}',
  summary: 'Read a partner',
  tag: 'Partners',
  params: z.strictObject({ id: z.string().max(60).describe('Its id or its short name.') }),
  response: partnerBody,
});

export const partnerAccrualRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partners/{id}/current',
  summary: 'Read what a partner has earned so far',
  description:
    'Of the running periods, over all accounts, by the code that will bill them: its next shares, as computed at `computedAt`. When that is over five minutes ago, asking has it computed anew.',
  tag: 'Partners',
  params: z.strictObject({ id: z.string().max(60).describe('The partner’s id or its short name.') }),
  response: z.object({
    partner: z.string(),
    computedAt: z.iso.datetime().nullable().describe('Null before the first time.'),
    periods: z.array(
      z.object({
        cycle: z.string(),
        period: z.object({ from: z.iso.date(), to: z.iso.date() }),
        currency: z.string(),
        accounts: z.int(),
        billed: z.string().describe('The lines in which it shares, without tax.'),
        share: z.string(),
      }),
    ),
  }),
});
