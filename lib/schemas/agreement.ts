import { z } from 'zod';

export const termKind = z.enum([
  'percentage',
  'graduated_percentage',
  'fixed_per_unit',
  'wholesale',
  'cost_plus',
]);

/** What `parseTerm` reads is checked by it, with every mistake at its place. */
export const settlementTerm = z.strictObject({
  offering: z.uuid().nullable().optional().describe('The id of the one offering it holds for.'),
  category: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .nullable()
    .optional()
    .describe('The category it holds for. Neither: for everything else.'),
  kind: z
    .string()
    .max(40)
    .describe(`One of ${termKind.options.join(', ')}.`),
  basis: z.string().max(20).default('billed').describe('`billed` or `collected`.'),
  terms: z
    .record(z.string(), z.unknown())
    .describe(
      'percentage { ratePercent } · graduated_percentage { tiers: [{ upTo, ratePercent }] } · fixed_per_unit { amountPerUnit } · wholesale { model: graduated | volume, tiers: [{ upTo, unitPrice, flatFee? }] } · cost_plus { costPerUnit?, markupPercent }; with any { cap?, minimumGuarantee? }. Decimal text, amounts in the agreement’s currency.',
    )
    .meta({ example: { ratePercent: '70' } }),
});

export const agreementContent = z.strictObject({
  payer: z.uuid().describe('Who pays: the operator’s own party, or the reseller above the partner.'),
  partner: z.uuid().describe('Who receives.'),
  role: z
    .enum(['principal', 'agent'])
    .describe('Principal: the operator sells in its own name. Agent: the partner is the seller.'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Write the three letters of the currency, as EUR.'),
  validFrom: z.iso.date('Choose a day.').describe('The first day of what it settles.'),
  validTo: z.iso
    .date('Choose a day.')
    .nullable()
    .default(null)
    .describe('The first day it does not; null: open.'),
  terms: z.array(settlementTerm).max(200),
});

export type AgreementForm = z.output<typeof agreementContent>;

/** In the words of the services. */
export const contentOf = ({ payer, partner, terms, ...rest }: AgreementForm) => ({
  ...rest,
  payerId: payer,
  partnerId: partner,
  terms: terms.map(({ offering = null, category = null, ...term }) => ({
    ...term,
    offeringId: offering,
    category,
  })),
});

export const chainForm = z.strictObject({
  agreements: z
    .array(z.uuid())
    .min(1)
    .max(20)
    .describe(
      'Signed agreements, one for each party behind the offering, in any order; any version of each. Each is paid by the operator or by another of them, and one payer may pay several.',
    ),
  validFrom: z.iso.date('Choose a day.').describe('The first day of charges that the chain holds for.'),
});
