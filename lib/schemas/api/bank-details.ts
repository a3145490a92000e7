import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { bankDetailsFields } from '@/lib/schemas/bank-details';

const tag = 'Bank details';
const params = z.strictObject({ id: z.uuid() });
const partyName = z.string().max(60);

export const bankDetailsBody = z.object({
  id: z.uuid(),
  party: z.object({
    id: z.uuid(),
    kind: z.enum(['operator', 'partner']),
    slug: z.string(),
    name: z.string(),
  }),
  currency: z.string().nullable().describe('Null: of every currency that has no account of its own.'),
  holder: z.string(),
  account: z.string().describe('Masked: the country and the last four.'),
  fullAccount: z.string().nullable().describe('The whole number, for who may propose another.'),
  bic: z.string().nullable(),
  address: z.object({
    street: z.string().nullable(),
    town: z.string(),
    postcode: z.string().nullable(),
    country: z.string(),
  }),
  state: z.enum(['proposed', 'cooling_off', 'in_use', 'replaced', 'rejected', 'withdrawn']),
  proposedBy: z.string(),
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string().nullable(),
  usableFrom: z.string().nullable(),
});

export const listBankDetailsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bank-details',
  summary: 'List bank details',
  description:
    'Of all partners and the operator, or of one; a partner sees its own. Old ones stay on record.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    party: partyName.optional().describe('Id or short name of a partner, or `operator`.'),
    state: z.enum(['proposed', 'approved', 'rejected', 'withdrawn']).optional(),
  }),
  response: pageOf(bankDetailsBody),
});

export const proposeBankDetailsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-details',
  summary: 'Propose bank details',
  description:
    'Nothing is paid there before another person of the operator approved them and the cooling-off is over; until then the ones before stay in use. What waited for the same currency is withdrawn.',
  tag,
  body: bankDetailsFields.safeExtend({
    party: partyName.optional().describe('A partner’s own key may leave it out.'),
  }),
  status: 201,
  response: bankDetailsBody,
});

export const approveBankDetailsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-details/{id}/approve',
  summary: 'Approve bank details',
  description: 'For people who sign in, and never for who proposed them.',
  tag,
  params,
  response: bankDetailsBody,
});

export const rejectBankDetailsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-details/{id}/reject',
  summary: 'Reject bank details',
  tag,
  params,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  response: bankDetailsBody,
});

export const withdrawBankDetailsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-details/{id}/withdraw',
  summary: 'Withdraw proposed bank details',
  tag,
  params,
  response: bankDetailsBody,
});
