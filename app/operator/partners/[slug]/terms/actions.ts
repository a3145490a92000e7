'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { agreementConditions } from '@/lib/schemas/agreement-conditions';
import { changeConditions as change } from '@/lib/services/agreements/change-conditions';

export const changeConditions = defineAction({
  schema: agreementConditions.extend({ partner: z.string().max(60) }),
  permission: 'agreement.manage',
  run: async ({ ctx, input: { partner, ...conditions } }) => {
    const { version } = await change(ctx, { partner, change: conditions });
    return { version };
  },
});
