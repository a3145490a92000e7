import { defineRoute } from '@/lib/http/define-route';
import { holdAccountsRoute } from '@/lib/schemas/api/run-accounts';
import { holdAccounts } from '@/lib/services/bill-runs/hold-accounts';
import { accountFilterOf } from '@/lib/services/bill-runs/run-account-filter';

export const POST = defineRoute({
  ...holdAccountsRoute,
  permission: 'bill-run.manage',
  run: ({ ctx, params, body: { filter, reason } }) =>
    holdAccounts(ctx, params.id, { filter: accountFilterOf(filter), reason }),
});
