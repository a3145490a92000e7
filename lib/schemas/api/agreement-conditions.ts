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

export const conditionsBody = z.object({
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
});

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
  description: 'What is left out stays as it is. It holds from now on; the partner is told.',
  tag: 'Partners',
  params: partnerParams,
  body: agreementConditions.partial(),
  response: conditionsBody,
});
