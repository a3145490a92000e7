import { z } from 'zod';
import {
  acceptance,
  agreementConditions,
  disputeDecision,
  latePolicy,
  payoutFrequency,
  servicePolicy,
} from '@/lib/schemas/agreement-conditions';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const conditionsBody = z.object({
  partner: z.string().describe('Short name.'),
  agreement: z.uuid(),
  version: z.int(),
  latePolicy,
  acceptance,
  changeTolerancePercent: z.string(),
  differenceTolerancePercent: z.string(),
  servicePolicy,
  disputeDecision,
  maxChargeAgeMonths: z.int(),
  currency: z.string().describe('Of the amounts.'),
  payoutFrequency,
  payoutMinimum: z.string(),
  payoutFee: z.string(),
  payoutFeePercent: z.string(),
  reservePercent: z.string(),
  reserveDays: z.int(),
  announced: z
    .array(
      z.object({
        id: z.uuid(),
        holdsFrom: z.iso.date(),
        announcedAt: z.iso.datetime(),
        change: z
          .object({
            payoutFrequency,
            payoutMinimum: z.string(),
            payoutFee: z.string(),
            payoutFeePercent: z.string(),
            reservePercent: z.string(),
            reserveDays: z.int(),
          })
          .partial(),
      }),
    )
    .describe('What changes about how the partner is paid, and the statement’s day from which it holds.'),
});

/** What a service answers, as the API says it. */
export const conditionsAnswer = ({ agreementId: agreement, ...conditions }: { agreementId: string }) =>
  conditionsBody.parse({ ...conditions, agreement });

const partnerParams = z.strictObject({
  id: z.string().max(60).describe('The partner’s id or its short name.'),
});

export const getConditionsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partners/{id}/conditions',
  summary: 'Read how a partner’s bills are taken and how it is paid',
  tag: 'Partners',
  params: partnerParams,
  response: conditionsBody,
});

export const changeConditionsRoute = routeSpec({
  method: 'patch',
  path: '/api/v1/partners/{id}/conditions',
  summary: 'Change how a partner’s bills are taken and how it is paid',
  description:
    'What is left out stays as it is. It holds from now on; the partner is told. What costs the partner more (a higher fee, minimum or reserve, more days, a longer rhythm) is announced and holds in 15 days at the earliest (422 `notice_too_short`). With `holdsFrom` all that changes about how it is paid holds from that day; what is announced for another day moves there.',
  tag: 'Partners',
  params: partnerParams,
  body: agreementConditions.partial().extend({
    holdsFrom: z.iso
      .date()
      .optional()
      .describe(
        'Of what changes about how it is paid. Without it, at once; in 15 days what costs the partner more.',
      ),
  }),
  response: conditionsBody,
});

export const withdrawConditionsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partners/{id}/conditions/{change}/withdraw',
  summary: 'Take back what was announced about how a partner is paid',
  description: 'Before it holds; after that 409 `holds_already`.',
  tag: 'Partners',
  params: partnerParams.extend({ change: z.uuid() }),
  response: conditionsBody,
});

export const agreeConditionsRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partners/{id}/conditions/{change}/agree',
  summary: 'Agree that an announced change of how you are paid holds from today on',
  description:
    'For people of the partner who sign in (`person_needed`). 409 `holds_already` when it is in force, `superseded` when it was taken back, moved or agreed to before, and `sooner_first` when a change of the same fields is announced for a sooner day.',
  tag: 'Partners',
  params: partnerParams.extend({ change: z.uuid() }),
  response: conditionsBody,
});
