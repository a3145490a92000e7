import { defineRoute } from '@/lib/http/define-route';
import { listBillsRoute } from '@/lib/schemas/api/bills';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listBills } from '@/lib/services/bills/list-bills';

export const GET = defineRoute({
  ...listBillsRoute,
  permission: 'bill.read',
  run: ({ ctx, query }) => {
    const { state, cycle, billingAccount: account, q = '' } = query;
    return listBills(ctx, { ...listQueryOf(query, { state, cycle, account }), q });
  },
});
