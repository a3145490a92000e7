import { z } from 'zod';

export const latePolicy = z
  .enum(['hold', 'carry_over', 'estimate'])
  .describe('What becomes of the accounts of a bill that has not come at the cut-off.');

export const acceptance = z
  .enum(['automatic', 'whole', 'by_person'])
  .describe(
    'Which bills are accepted at once: those with good lines, those without a rejected line and within the tolerances, or none.',
  );

export const servicePolicy = z
  .enum(['any', 'mapped'])
  .describe('Whether services and tax codes that are not mapped are billed as they are, or wait.');

export const disputeDecision = z
  .enum(['operator', 'partner'])
  .describe('Whose acceptance of a whole dispute decides it; a part is always decided by the operator.');

const PERCENT_TEXT = /^\d{1,5}(\.\d{1,4})?$/;

const percent = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => PERCENT_TEXT.test(text), 'Write a percentage as 12.5, with at most four decimals.')
    .refine((text) => !PERCENT_TEXT.test(text) || Number(text) <= most, `At most ${most} percent.`)
    .meta({ example: '12.5' });

export const payoutFrequency = z
  .enum(['weekly', 'monthly', 'quarterly'])
  .describe('How often the partner is paid.');

const amount = z
  .string()
  .trim()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, 'Write an amount, as 25.00.')
  .meta({ example: '25.00' });

/** How a partner's bills are taken, and how it is paid. Unlike the signed terms they are changed with notice. */
export const agreementConditions = z.strictObject({
  latePolicy,
  acceptance,
  changeTolerancePercent: percent(10_000).describe('How far a bill may be from the last cycles.'),
  differenceTolerancePercent: percent(100).describe('How far a bill may be from the hub’s own rating.'),
  servicePolicy,
  disputeDecision,
  maxChargeAgeMonths: z
    .int('Write a whole number of months.')
    .min(0, 'At least 0 months.')
    .max(60, 'At most 60 months.')
    .describe('How long before the cycle a charge may have happened.'),
  payoutFrequency,
  payoutMinimum: amount.describe(
    'Less than this is carried to the next payout; in the agreement’s currency.',
  ),
  payoutFee: amount.describe('Taken off each payout; in the agreement’s currency.'),
  payoutFeePercent: percent(100).describe('Of the balance, taken off each payout.'),
  reservePercent: percent(100).describe('Of what it has earned, kept back against credits to come.'),
  reserveDays: z
    .int('Write a whole number of days.')
    .min(0, 'At least 0 days.')
    .max(720, 'At most 720 days.')
    .describe('After how many days the reserve is released.'),
});

/** Without the fields that were left out. */
export const givenOf = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
