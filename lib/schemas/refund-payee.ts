import { z } from 'zod';
import { BIC_NEEDED, bicField, ibanField, needsBic } from '@/lib/schemas/bank-details';

/** The account that a refund by bank transfer goes to. */
export const refundPayee = z
  .strictObject({
    name: z.string().trim().min(1, 'Say whose account it is.').max(70),
    iban: ibanField,
    bic: bicField,
  })
  .superRefine(({ iban, bic }, ctx) => {
    if (iban === null) ctx.addIssue({ code: 'custom', path: ['iban'], message: 'Give the IBAN.' });
    if (needsBic({ iban, bic })) ctx.addIssue({ code: 'custom', path: ['bic'], message: BIC_NEEDED });
  })
  .transform(({ name, iban, bic }) => ({ name, iban: iban!, bic }));
