import { defineRoute } from '@/lib/http/define-route';
import { pauseDunningRoute } from '@/lib/schemas/api/dunning';
import { pauseDunning } from '@/lib/services/dunning/pause-dunning';

export const POST = defineRoute({
  ...pauseDunningRoute,
  permission: 'dunning.manage',
  run: ({ ctx, params, body }) => pauseDunning(ctx, params.account, body),
});
