import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { addPartnerRoute, listPartnersRoute, partnerBody } from '@/lib/schemas/api/partners';
import { addPartner } from '@/lib/services/parties/add-partner';
import { getPartner } from '@/lib/services/parties/get-partner';
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

export const POST = defineRoute({
  ...addPartnerRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, body: { slug = null, vatId = null, email = null, ...partner } }) => {
    const added = await addPartner(ctx, { ...partner, slug, vatId, email });
    const view = await getPartner(ctx, added.slug);
    return Response.json(partnerBody.parse({ ...view, roles: [partner.role] }), {
      status: 201,
      headers: { location: `/api/v1/partners/${view.id}` },
    });
  },
});
