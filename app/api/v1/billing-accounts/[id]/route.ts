import { defineRoute } from '@/lib/http/define-route';
import { accountDetailBody, getBillingAccountRoute } from '@/lib/schemas/api/billing-accounts';
import { getAccount } from '@/lib/services/accounts/get-account';

export const GET = defineRoute({
  ...getBillingAccountRoute,
  permission: 'account.read',
  run: async ({ ctx, params }) => {
    const account = await getAccount(ctx, params.id);
    return accountDetailBody.parse({ ...account, billCycle: account.cycleSpec });
  },
});
