import { defineRoute } from '@/lib/http/define-route';
import { accountBody, listBillingAccountsRoute } from '@/lib/schemas/api/billing-accounts';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listAccounts } from '@/lib/services/accounts/list-accounts';

export const GET = defineRoute({
  ...listBillingAccountsRoute,
  permission: 'account.read',
  run: async ({ ctx, query }) => {
    const { customer, currency, state } = query;
    const page = await listAccounts(ctx, listQueryOf(query, { customer, currency, state }));
    const data = page.data.map((account) => accountBody.parse({ ...account, billCycle: account.cycleSpec }));
    return { ...page, data };
  },
});
