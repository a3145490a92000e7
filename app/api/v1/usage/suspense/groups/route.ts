import { defineRoute } from '@/lib/http/define-route';
import { groupSuspendedUsage } from '@/lib/schemas/api/suspense';
import { groupSuspense } from '@/lib/services/suspense/group-suspense';

export const GET = defineRoute({
  ...groupSuspendedUsage,
  permission: 'usage.read',
  run: ({ ctx }) => groupSuspense(ctx),
});
