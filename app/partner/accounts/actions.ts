'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { accountMappingInput } from '@/lib/schemas/api/account-mappings';
import { searchAccounts as search } from '@/lib/services/account-mappings/search-accounts';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';

/** Used by the partner's own page and by the operator's page of the partner: the service tells them apart. */
export const mapAccounts = defineAction({
  schema: z.strictObject({
    partner: z.string().max(60),
    mappings: z
      .array(accountMappingInput.extend({ externalName: z.string().max(1_000).nullable() }))
      .min(1)
      .max(1_000),
  }),
  permission: 'account-mapping.manage',
  run: ({ ctx, input }) => setAccountMappings(ctx, input),
});

export const searchAccounts = defineAction({
  schema: z.strictObject({ q: z.string().max(200) }),
  permission: 'account-mapping.manage',
  run: ({ ctx, input }) => search(ctx, input.q),
});
