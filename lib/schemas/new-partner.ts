import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1, 'Fill this in.').max(max);

/** What is asked of a new partner. */
export const newPartner = z.strictObject({
  name: text(100),
  legalName: text(200),
  country: z.string().regex(/^[A-Z]{2}$/, 'Write the two letters of the country, as PL.'),
  vatId: z.string().trim().max(20),
  street: text(200),
  town: text(100),
  postcode: text(20),
  email: z.union([z.literal(''), z.email('Write an address, as billing@example.com.')]),
  ratingMode: z.enum(['hub', 'partner', 'file']),
  role: z.enum(['principal', 'agent']),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Write the three letters of the currency, as EUR.'),
  ratePercent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?$/, 'Write a percentage, as 80 or 72.5.')
    .refine((rate) => Number(rate) <= 100, 'At most 100.'),
  latePolicy: z.enum(['hold', 'carry_over', 'estimate']),
  validFrom: z.iso.date('Choose a day.'),
});
