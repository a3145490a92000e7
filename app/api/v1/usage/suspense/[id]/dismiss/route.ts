import { defineRoute } from '@/lib/http/define-route';
import { dismissSuspendedUsage } from '@/lib/schemas/api/suspense';
import { dismissSuspense } from '@/lib/services/suspense/dismiss-suspense';

export const POST = defineRoute({
  ...dismissSuspendedUsage,
  permission: 'usage.send',
  run: ({ ctx, params, body }) => dismissSuspense(ctx, { ids: [params.id], note: body.note }),
});
