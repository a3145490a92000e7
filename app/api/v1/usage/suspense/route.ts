import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listSuspendedUsage } from '@/lib/schemas/api/suspense';
import { listSuspense } from '@/lib/services/suspense/list-suspense';

export const GET = defineRoute({
  ...listSuspendedUsage,
  permission: 'usage.read',
  run: ({ ctx, query: { q = '', reason, sender, meter, ...page } }) =>
    listSuspense(ctx, { ...listQueryOf(page, { reason, sender, meter }), q }),
});
