import { partnerBillAnswer } from '@/app/api/v1/partner-bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { rejectPartnerBillRoute } from '@/lib/schemas/api/partner-bills';
import { rejectPartnerBill } from '@/lib/services/partner-bills/reject-partner-bill';

export const POST = defineRoute({
  ...rejectPartnerBillRoute,
  permission: 'partner-bill.decide',
  run: async ({ ctx, params, body }) => partnerBillAnswer(await rejectPartnerBill(ctx, params.id, body)),
});
