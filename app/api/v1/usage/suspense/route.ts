import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listSuspendedUsage } from '@/lib/schemas/api/usage';
import { listSuspense } from '@/lib/services/usage/list-suspense';

export const GET = defineRoute({
  ...listSuspendedUsage,
  permission: 'usage.read',
  run: ({ ctx, query }) => listSuspense(ctx, listQueryOf(query, { reason: query.reason })),
});
