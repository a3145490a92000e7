import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import {
  deleteServiceMappingRoute,
  listServiceMappingsRoute,
  serviceMappingBody,
  setServiceMappingsRoute,
} from '@/lib/schemas/api/partner-mappings';
import { listServiceMappings } from '@/lib/services/service-mappings/list-service-mappings';
import { setServiceMappings } from '@/lib/services/service-mappings/set-service-mappings';

export const GET = defineRoute({
  ...listServiceMappingsRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, query }) => {
    const { partner = null, state } = query;
    const page = await listServiceMappings(ctx, partner, listQueryOf(query, { state }));
    return { ...page, data: page.data.map((service) => serviceMappingBody.parse(service)) };
  },
});

export const PUT = defineRoute({
  ...setServiceMappingsRoute,
  permission: 'account-mapping.manage',
  run: ({ ctx, body: { partner = null, mappings } }) =>
    setServiceMappings(ctx, {
      partner,
      mappings: mappings.map(({ externalService, ...to }) => ({ externalService, to })),
    }),
});

export const DELETE = defineRoute({
  ...deleteServiceMappingRoute,
  permission: 'account-mapping.manage',
  run: ({ ctx, query: { partner = null, externalService } }) =>
    setServiceMappings(ctx, { partner, mappings: [{ externalService, to: null }] }),
});
