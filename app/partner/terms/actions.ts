'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { giveSelfBillingConsent } from '@/lib/services/agreements/give-consent';
import { signAgreement as sign } from '@/lib/services/agreements/sign-agreement';

/** For whoever is signed in: the operator, the reseller or the partner. */
export const signAgreement = defineAction({
  schema: z.strictObject({ id: z.uuid(), contentHash: z.string().length(64) }),
  permission: 'agreement.sign',
  run: async ({ ctx, input: { id, contentHash } }) => {
    const { state } = await sign(ctx, id, { seenHash: contentHash });
    return { state };
  },
});

export const giveConsent = defineAction({
  schema: z.strictObject({ id: z.uuid(), consent: z.boolean() }),
  permission: 'agreement.sign',
  run: async ({ ctx, input: { id, consent } }) => {
    const { selfBillingConsent } = await giveSelfBillingConsent(ctx, id, { consent });
    return { selfBillingConsent };
  },
});
