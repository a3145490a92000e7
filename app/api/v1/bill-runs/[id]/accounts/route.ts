import { runAccountAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listRunAccountsRoute } from '@/lib/schemas/api/run-accounts';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { listRunAccounts } from '@/lib/services/bill-runs/list-run-accounts';

export const GET = defineRoute({
  ...listRunAccountsRoute,
  permission: 'bill-run.read',
  run: async ({ ctx, params, query }) => {
    const { limit, cursor, hold: said, ...filters } = query;
    // So that an unknown run is a 404 and not an empty list.
    await getBillRun(ctx, params.id);
    const page = await listRunAccounts(ctx, params.id, listQueryOf({ limit, cursor }, { ...filters, said }));
    return { ...page, data: page.data.map(runAccountAnswer) };
  },
});
