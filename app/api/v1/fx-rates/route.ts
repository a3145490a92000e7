import { defineRoute } from '@/lib/http/define-route';
import { fxRateBody, listFxRatesRoute, setFxRatesRoute } from '@/lib/schemas/api/fx-rates';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listRates } from '@/lib/services/fx-rates/list-rates';
import { setRates } from '@/lib/services/fx-rates/set-rates';

export const GET = defineRoute({
  ...listFxRatesRoute,
  permission: 'fx-rate.read',
  run: async ({ ctx, query }) => {
    const page = await listRates(ctx, listQueryOf(query, { source: query.source }));
    return { ...page, data: page.data.map((rate) => fxRateBody.parse(rate)) };
  },
});

export const POST = defineRoute({
  ...setFxRatesRoute,
  permission: 'fx-rate.manage',
  run: ({ ctx, body }) => setRates(ctx, body.rates),
});
