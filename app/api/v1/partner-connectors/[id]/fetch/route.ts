import { partnerBillAnswer } from '@/app/api/v1/partner-bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { fetchPeriodRoute } from '@/lib/schemas/api/partner-connectors';
import { fetchPeriod } from '@/lib/services/connectors/fetch-period';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';

export const POST = defineRoute({
  ...fetchPeriodRoute,
  permission: 'connector.manage',
  run: async ({ ctx, params, body }) => {
    const { partnerBillId } = await fetchPeriod(ctx, { id: params.id, cycleId: body.cycle });
    return Response.json(partnerBillAnswer(await getPartnerBill(ctx, partnerBillId)), {
      headers: { location: `/api/v1/partner-bills/${partnerBillId}` },
    });
  },
});
