import { defineRoute } from '@/lib/http/define-route';
import { recycleSuspendedUsage } from '@/lib/schemas/api/usage';
import { recycleSuspense } from '@/lib/services/usage/recycle-suspense';

export const POST = defineRoute({
  ...recycleSuspendedUsage,
  permission: 'usage.send',
  run: ({ ctx, body }) => recycleSuspense(ctx, body),
});
