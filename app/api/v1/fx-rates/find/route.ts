import { formatDecimal } from '@/lib/domain/money/decimal';
import { defineRoute } from '@/lib/http/define-route';
import { findFxRateRoute } from '@/lib/schemas/api/fx-rates';
import { askRate } from '@/lib/services/fx-rates/find-rate';

export const GET = defineRoute({
  ...findFxRateRoute,
  permission: 'fx-rate.read',
  run: async ({ ctx, query }) => {
    const { rate, legs, ...chosen } = await askRate(ctx, query);
    return {
      ...{ from: query.from, to: query.to, rate: formatDecimal(rate), ...chosen },
      legs: legs.map(({ source: _, ...leg }) => ({ ...leg, rate: formatDecimal(leg.rate) })),
    };
  },
});
