import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPartnerBillChangesRoute, partnerBillChangesBody } from '@/lib/schemas/api/partner-bill-lines';
import { getPartnerBillChanges, listPartnerBillChanges } from '@/lib/services/partner-bills/list-changes';

export const GET = defineRoute({
  ...listPartnerBillChangesRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params, query }) => {
    const { kind, account } = query;
    const page = await listPartnerBillChanges(ctx, params.id, listQueryOf(query, { kind, account }));
    return partnerBillChangesBody.parse({ ...page, ...(await getPartnerBillChanges(ctx, params.id)) });
  },
});
