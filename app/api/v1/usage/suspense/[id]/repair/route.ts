import { defineRoute } from '@/lib/http/define-route';
import { repairSuspendedUsage } from '@/lib/schemas/api/suspense';
import { repairSuspense } from '@/lib/services/suspense/repair-suspense';

export const POST = defineRoute({
  ...repairSuspendedUsage,
  permission: 'usage.send',
  run: ({ ctx, params, body }) => repairSuspense(ctx, params.id, body),
});
