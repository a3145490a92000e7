'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { entryMatch, entryReason } from '@/lib/schemas/api/bank-files';
import { ignoreEntry as ignore, matchEntry as match } from '@/lib/services/bank/decide-entry';

const PAGES = '/operator/payments/bank';

export const matchEntry = defineAction({
  schema: entryMatch.extend({ id: z.uuid() }),
  permission: 'bank-file.manage',
  run: async ({ ctx, input: { id, billingAccount, bill = null } }) => {
    await match(ctx, id, { billingAccount, bill });
    revalidatePath(PAGES, 'layout');
  },
});

export const ignoreEntry = defineAction({
  schema: entryReason.extend({ id: z.uuid() }),
  permission: 'bank-file.manage',
  run: async ({ ctx, input: { id, reason } }) => {
    await ignore(ctx, id, reason);
    revalidatePath(PAGES, 'layout');
  },
});
