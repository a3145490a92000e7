import { partnerBillAnswer } from '@/app/api/v1/partner-bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { acceptPartnerBillRoute } from '@/lib/schemas/api/partner-bills';
import { acceptPartnerBill } from '@/lib/services/partner-bills/accept-partner-bill';

export const POST = defineRoute({
  ...acceptPartnerBillRoute,
  permission: 'partner-bill.decide',
  run: async ({ ctx, params, body }) => partnerBillAnswer(await acceptPartnerBill(ctx, params.id, body)),
});
