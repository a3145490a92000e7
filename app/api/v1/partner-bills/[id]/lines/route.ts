import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPartnerBillLinesRoute, partnerBillLineBody } from '@/lib/schemas/api/partner-bill-lines';
import { listPartnerBillLines } from '@/lib/services/partner-bills/list-partner-bill-lines';

export const GET = defineRoute({
  ...listPartnerBillLinesRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params, query }) => {
    const { state, issue, account } = query;
    const page = await listPartnerBillLines(ctx, params.id, listQueryOf(query, { state, issue, account }));
    return { ...page, data: page.data.map((line) => partnerBillLineBody.parse(line)) };
  },
});
