import { defineRoute } from '@/lib/http/define-route';
import { disputeBody, listDisputesRoute, raiseDisputeRoute } from '@/lib/schemas/api/disputes';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listDisputes } from '@/lib/services/disputes/list-disputes';
import { raiseDispute } from '@/lib/services/disputes/raise-dispute';

export const GET = defineRoute({
  ...listDisputesRoute,
  permission: 'dispute.read',
  run: async ({ ctx, query }) => {
    const { state, reason, due, partner, bill, billingAccount: account } = query;
    const page = await listDisputes(ctx, listQueryOf(query, { state, reason, due, partner, bill, account }));
    return { ...page, data: page.data.map((dispute) => disputeBody.parse(dispute)) };
  },
});

export const POST = defineRoute({
  ...raiseDisputeRoute,
  permission: 'dispute.raise',
  run: async ({ ctx, body: { bill: billId, line: lineId, ...input } }) =>
    disputeBody.parse(await raiseDispute(ctx, { ...input, billId, lineId })),
});
