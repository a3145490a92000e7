import { partnerBillAnswer } from '@/app/api/v1/partner-bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getPartnerBillRoute } from '@/lib/schemas/api/partner-bills';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';

export const GET = defineRoute({
  ...getPartnerBillRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params }) => partnerBillAnswer(await getPartnerBill(ctx, params.id)),
});
