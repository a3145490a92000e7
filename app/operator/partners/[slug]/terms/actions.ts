'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { agreementContent, contentOf } from '@/lib/schemas/agreement';
import { agreementConditions, givenOf } from '@/lib/schemas/agreement-conditions';
import { changeConditions as change } from '@/lib/services/agreements/change-conditions';
import { createVersion } from '@/lib/services/agreements/create-version';
import { changeDraft, createDraft } from '@/lib/services/agreements/save-draft';
import { withdrawConditions as withdraw } from '@/lib/services/agreements/withdraw-conditions';

export const changeConditions = defineAction({
  schema: agreementConditions.partial().extend({
    partner: z.string().max(60),
    holdsFrom: z.iso.date('Choose a day.').optional(),
  }),
  permission: 'agreement.manage',
  run: async ({ ctx, input: { partner, holdsFrom, ...given } }) => {
    const { version } = await change(ctx, { partner, change: givenOf(given), holdsFrom });
    return { version };
  },
});

export const withdrawConditions = defineAction({
  schema: z.strictObject({ partner: z.string().max(60), change: z.uuid() }),
  permission: 'agreement.manage',
  run: async ({ ctx, input }) => ({ version: (await withdraw(ctx, input)).version }),
});

export const saveAgreement = defineAction({
  schema: agreementContent.extend({ id: z.uuid().nullable() }),
  permission: 'agreement.manage',
  run: async ({ ctx, input: { id, ...content } }) => {
    const saved =
      id === null ? createDraft(ctx, contentOf(content)) : changeDraft(ctx, id, contentOf(content));
    return { id: (await saved).id };
  },
});

export const beginVersion = defineAction({
  schema: z.strictObject({ id: z.uuid(), validFrom: z.iso.date('Choose a day.') }),
  permission: 'agreement.manage',
  run: async ({ ctx, input: { id, validFrom } }) => ({
    id: (await createVersion(ctx, id, { validFrom })).id,
  }),
});
