import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { currentBillAnswer } from '@/app/api/v1/bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { billAccountRoute } from '@/lib/schemas/api/billing-accounts';
import { billAccounts } from '@/lib/services/bill-runs/bill-accounts';
import { previewBill } from '@/lib/services/bill-runs/preview-bill';

export const POST = defineRoute({
  ...billAccountRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params, body: { dryRun, ...asked } }) => {
    if (dryRun) {
      return Response.json(currentBillAnswer(await previewBill(ctx, { account: params.id, ...asked })));
    }
    const run = await billAccounts(ctx, { accounts: [params.id], ...asked });
    return Response.json(billRunAnswer(run), {
      status: billAccountRoute.status,
      headers: { location: `/api/v1/bill-runs/${run.id}` },
    });
  },
});
