import { defineRoute } from '@/lib/http/define-route';
import { getPartnerRoute, partnerBody } from '@/lib/schemas/api/partners';
import { getPartner } from '@/lib/services/parties/get-partner';

export const GET = defineRoute({
  ...getPartnerRoute,
  permission: 'partner.read',
  run: async ({ ctx, params }) => {
    const partner = await getPartner(ctx, params.id);
    const received = partner.agreements.filter((agreement) => agreement.partner.id === partner.id);
    return partnerBody.parse({ ...partner, roles: [...new Set(received.map(({ role }) => role))].sort() });
  },
});
