'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { accountMappingInput } from '@/lib/schemas/api/account-mappings';
import { queueKind, serviceTarget } from '@/lib/schemas/api/partner-mappings';
import { searchAccounts as search } from '@/lib/services/account-mappings/search-accounts';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { resolveQueue } from '@/lib/services/mapping-queue/resolve-queue';
import { setServiceMappings } from '@/lib/services/service-mappings/set-service-mappings';
import { setTaxMappings } from '@/lib/services/tax-mappings/set-tax-mappings';

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

/** Suggestions of the queue that somebody accepted, of any partners. */
export const resolveNames = defineAction({
  schema: z.strictObject({
    answers: z
      .array(
        z.strictObject({
          partner: z.string().max(60),
          kind: queueKind,
          name: z.string().min(1).max(500),
          label: z.string().max(1_000).nullable(),
          billingAccount: z.string().max(60).optional(),
          service: serviceTarget.optional(),
          taxClass: z.string().max(60).optional(),
        }),
      )
      .min(1)
      .max(200),
  }),
  permission: 'account-mapping.manage',
  run: ({ ctx, input }) => resolveQueue(ctx, input.answers),
});

/** Services or tax codes of a partner; `to` null takes their mappings away. */
export const mapNames = defineAction({
  schema: z.strictObject({
    partner: z.string().max(60),
    kind: z.enum(['service', 'tax_code']),
    names: z.array(z.string().min(1).max(500)).min(1).max(200),
    to: serviceTarget.nullable(),
  }),
  permission: 'account-mapping.manage',
  run: async ({ ctx, input: { partner, kind, names, to } }) => {
    const { mappings, bills } =
      kind === 'service'
        ? await setServiceMappings(ctx, {
            partner,
            mappings: names.map((externalService) => ({ externalService, to })),
          })
        : await setTaxMappings(ctx, {
            partner,
            mappings: names.map((externalCode) => ({ externalCode, taxClass: to?.taxClass ?? null })),
          });
    return { mappings, changedLines: bills.reduce((sum, { changedLines }) => sum + changedLines, 0) };
  },
});
