import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import {
  deleteTaxMappingRoute,
  listTaxMappingsRoute,
  setTaxMappingsRoute,
  taxMappingBody,
} from '@/lib/schemas/api/partner-mappings';
import { listTaxMappings } from '@/lib/services/tax-mappings/list-tax-mappings';
import { setTaxMappings } from '@/lib/services/tax-mappings/set-tax-mappings';

export const GET = defineRoute({
  ...listTaxMappingsRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, query }) => {
    const { partner = null, state } = query;
    const page = await listTaxMappings(ctx, partner, listQueryOf(query, { state }));
    return { ...page, data: page.data.map((code) => taxMappingBody.parse(code)) };
  },
});

export const PUT = defineRoute({
  ...setTaxMappingsRoute,
  permission: 'account-mapping.manage',
  run: ({ ctx, body: { partner = null, mappings } }) => setTaxMappings(ctx, { partner, mappings }),
});

export const DELETE = defineRoute({
  ...deleteTaxMappingRoute,
  permission: 'account-mapping.manage',
  run: ({ ctx, query: { partner = null, externalCode } }) =>
    setTaxMappings(ctx, { partner, mappings: [{ externalCode, taxClass: null }] }),
});
