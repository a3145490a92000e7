import { defineRoute } from '@/lib/http/define-route';
import { checkUsageRoute } from '@/lib/schemas/api/alerts';
import { checkAccountUsage } from '@/lib/services/alerts/watch-usage';

export const POST = defineRoute({
  ...checkUsageRoute,
  permission: 'budget.manage',
  run: async ({ ctx, params }) => {
    const findings = await checkAccountUsage(ctx, params.id);
    return { data: findings.map(({ productId, ...finding }) => ({ product: productId, ...finding })) };
  },
});
