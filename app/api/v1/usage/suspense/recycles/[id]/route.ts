import { defineRoute } from '@/lib/http/define-route';
import { getRecycleRoute } from '@/lib/schemas/api/suspense';
import { getRecycle } from '@/lib/services/suspense/get-recycle';

export const GET = defineRoute({
  ...getRecycleRoute,
  permission: 'usage.read',
  run: ({ ctx, params }) => getRecycle(ctx, params.id),
});
