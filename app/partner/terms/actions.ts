'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { agreeConditions as agree } from '@/lib/services/agreements/agree-conditions';
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

export const agreeConditions = defineAction({
  schema: z.strictObject({ change: z.uuid() }),
  permission: 'payout-conditions.agree',
  run: async ({ ctx, input: { change } }) => {
    const { today } = await agree(ctx, { partner: ctx.actor.partyId ?? '', change });
    return { holdsFrom: today };
  },
});
