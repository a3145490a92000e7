import { currentBillAnswer } from '@/app/api/v1/bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { currentBillRoute } from '@/lib/schemas/api/bills';
import { currentBill } from '@/lib/services/bills/current-bill';

export const GET = defineRoute({
  ...currentBillRoute,
  permission: 'account.read',
  run: async ({ ctx, params }) => currentBillAnswer(await currentBill(ctx, params.id)),
});
