import { defineRoute } from '@/lib/http/define-route';
import {
  deleteAccountMappingRoute,
  externalAccountBody,
  listAccountMappingsRoute,
  setAccountMappingsRoute,
} from '@/lib/schemas/api/account-mappings';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listAccountMappings } from '@/lib/services/account-mappings/list-account-mappings';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';

export const GET = defineRoute({
  ...listAccountMappingsRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, query }) => {
    const { partner, level, state } = query;
    const page = await listAccountMappings(ctx, partner ?? null, listQueryOf(query, { level, state }));
    return { ...page, data: page.data.map((account) => externalAccountBody.parse(account)) };
  },
});

export const PUT = defineRoute({
  ...setAccountMappingsRoute,
  permission: 'account-mapping.manage',
  run: ({ ctx, body }) => {
    const { partner = null, ...rest } = body;
    return setAccountMappings(ctx, { partner, mappings: 'mappings' in rest ? rest.mappings : [rest] });
  },
});

export const DELETE = defineRoute({
  ...deleteAccountMappingRoute,
  permission: 'account-mapping.manage',
  run: ({ ctx, query: { partner = null, level, externalAccount } }) =>
    setAccountMappings(ctx, { partner, mappings: [{ level, externalAccount, billingAccount: null }] }),
});
