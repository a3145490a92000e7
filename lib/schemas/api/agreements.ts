import { z } from 'zod';
import { agreementContent, chainForm } from '@/lib/schemas/agreement';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const party = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
const state = z.enum(['draft', 'offered', 'signed']);

const termBody = z.object({
  id: z.uuid(),
  offering: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  category: z.string().nullable(),
  kind: z.string(),
  basis: z.string(),
  terms: z.record(z.string(), z.unknown()),
});

export const agreementBody = z.object({
  id: z.uuid(),
  version: z.int(),
  state: state.describe(
    'Draft: the operator writes it. Offered: it has signed. Signed: everybody has, and it is final.',
  ),
  payer: party,
  partner: party,
  role: z.string(),
  currency: z.string(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  replacesId: z.uuid().nullable().describe('The version that ends when this one is signed.'),
  selfBillingConsent: z.boolean(),
  terms: z.array(termBody),
  signatures: z.array(
    z.object({
      partyId: z.uuid(),
      name: z.string().nullable(),
      signedAt: z.string(),
      onRecord: z.boolean().describe('Signed elsewhere, and recorded by the operator.'),
    }),
  ),
  contentHash: z.string().describe('Of what is signed; send it with your signature.'),
});

const params = z.strictObject({ id: z.uuid() });
const tag = 'Agreements';

export const listAgreementsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/agreements',
  summary: 'List agreements',
  description: 'A partner sees those in which it is paid or pays, once the operator has signed them.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    party: z.uuid().optional().describe('On either side.'),
    state: state.optional(),
  }),
  response: pageOf(agreementBody),
});

export const createAgreementRoute = routeSpec({
  method: 'post',
  path: '/api/v1/agreements',
  summary: 'Write a draft of an agreement',
  description:
    'Every mistake is told at once at its place: `rate_out_of_range`, `date_overlap`, `chain_cycle`, `shares_above_whole` and so on. Nothing is kept of what is refused.',
  tag,
  status: 201,
  body: agreementContent,
  response: agreementBody,
});

export const getAgreementRoute = routeSpec({
  method: 'get',
  path: '/api/v1/agreements/{id}',
  summary: 'Read an agreement',
  tag,
  params,
  response: agreementBody,
});

export const changeAgreementRoute = routeSpec({
  method: 'put',
  path: '/api/v1/agreements/{id}',
  summary: 'Change a draft',
  description: 'As a whole, but for its parties. Signatures it had are void.',
  tag,
  params,
  body: agreementContent,
  response: agreementBody,
});

export const signAgreementRoute = routeSpec({
  method: 'post',
  path: '/api/v1/agreements/{id}/sign',
  summary: 'Sign an agreement',
  description:
    'By people who sign in (`person_needed`). The operator signs first. When every side has signed it is in force and final, and the version it replaces ends.',
  tag,
  params,
  body: z.strictObject({
    contentHash: z.string().length(64).optional().describe('Of what you have read; another one is refused.'),
  }),
  response: agreementBody,
});

export const createVersionRoute = routeSpec({
  method: 'post',
  path: '/api/v1/agreements/{id}/versions',
  summary: 'Begin a new version of a signed agreement',
  description: 'A draft that says the same, from a later day on.',
  tag,
  status: 201,
  params,
  body: z.strictObject({ validFrom: z.iso.date() }),
  response: agreementBody,
});

export const selfBillingRoute = routeSpec({
  method: 'put',
  path: '/api/v1/agreements/{id}/self-billing-consent',
  summary: 'Agree to self-billing, or no longer',
  description: 'By people of who is paid, who sign in (`person_needed`), and by nobody for it.',
  tag,
  params,
  body: z.strictObject({ consent: z.boolean() }),
  response: agreementBody,
});

const amountText = z.string().max(40);

export const previewSplitRoute = routeSpec({
  method: 'post',
  path: '/api/v1/agreements/preview',
  summary: 'Who would get what of one bill',
  description: 'By any terms, signed or not, computed by the code that settles. Nothing is stored.',
  tag,
  body: z.strictObject({
    currency: z.string().length(3),
    amount: amountText.describe('Of the bill, without tax.'),
    quantity: amountText.default('1'),
    paidPercent: amountText.default('100').describe('What the customer has paid of it.'),
    soldBefore: amountText.default('0').describe('In the same period, for terms that count over it.'),
    chain: z
      .array(
        z.strictObject({
          party: z.string().min(1).max(100).describe('Any name.'),
          payer: z
            .string()
            .max(100)
            .optional()
            .describe(
              'Another party of the chain, or `operator`. Left out: the one before it, and the operator the first.',
            ),
          kind: z.string().max(40),
          basis: z.string().max(20).default('billed'),
          terms: z.record(z.string(), z.unknown()),
        }),
      )
      .max(20)
      .describe('Who stands behind what is sold: a path from the operator down, or with `payer` a tree.'),
  }),
  response: z.object({
    currency: z.string(),
    shares: z.array(
      z.object({
        party: z.string().describe('`operator` is the one at the top.'),
        payer: z.string().nullable().describe('Who pays it; null for the operator.'),
        received: z.string().describe('From above; for the operator the whole amount.'),
        kept: z.string().describe('Of that, what it does not pass on. They sum to the amount.'),
        due: z.string(),
        pending: z.string().describe('Due once the customer has paid the rest.'),
        guarantee: z.string().describe('Were the period over, what lacks to the guarantee.'),
        steps: z.array(z.unknown()),
      }),
    ),
  }),
});

export const setChainRoute = routeSpec({
  method: 'put',
  path: '/api/v1/offerings/{id}/chain',
  summary: 'Say who stands behind an offering',
  description:
    'From a day on; charges of days before it keep the chain they had. Percentages of one payer that could come to more than 100 % on some day are refused (`shares_above_whole`).',
  tag,
  params: z.strictObject({ id: z.string().max(60).describe('Its id or its short name.') }),
  body: chainForm,
  response: z.object({
    chain: z.array(
      z.object({
        position: z.int(),
        below: z
          .int()
          .nullable()
          .describe('The position of the place whose party pays it; null: the operator pays.'),
        agreement: z.object({ id: z.uuid(), version: z.int(), payer: party, partner: party }),
        term: termBody.nullable(),
      }),
    ),
  }),
});

export const agreementRoutes = [
  listAgreementsRoute,
  createAgreementRoute,
  getAgreementRoute,
  changeAgreementRoute,
  signAgreementRoute,
  createVersionRoute,
  selfBillingRoute,
  previewSplitRoute,
  setChainRoute,
];
