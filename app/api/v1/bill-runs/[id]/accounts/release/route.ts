import { defineRoute } from '@/lib/http/define-route';
import { releaseAccountsRoute } from '@/lib/schemas/api/run-accounts';
import { releaseAccounts } from '@/lib/services/bill-runs/release-accounts';
import { accountFilterOf } from '@/lib/services/bill-runs/run-account-filter';

export const POST = defineRoute({
  ...releaseAccountsRoute,
  permission: 'bill-run.manage',
  run: ({ ctx, params, body: { filter, reason } }) =>
    releaseAccounts(ctx, params.id, { filter: accountFilterOf(filter), reason }),
});
