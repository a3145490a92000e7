import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPartnersRoute, partnerBody } from '@/lib/schemas/api/partners';
import { listPartners } from '@/lib/services/parties/list-partners';

export const GET = defineRoute({
  ...listPartnersRoute,
  permission: 'partner.read',
  run: async ({ ctx, query }) => {
    const { ratingMode, state } = query;
    const page = await listPartners(ctx, listQueryOf(query, { ratingMode, state }));
    return { ...page, data: page.data.map((partner) => partnerBody.parse(partner)) };
  },
});
