import { defineRoute } from '@/lib/http/define-route';
import { recycleSuspendedUsage } from '@/lib/schemas/api/suspense';
import { recycleSuspense } from '@/lib/services/suspense/recycle-suspense';

export const POST = defineRoute({
  ...recycleSuspendedUsage,
  permission: 'usage.send',
  run: ({ ctx, body: { reason, sender, meter, ...rest } }) =>
    recycleSuspense(ctx, {
      ...rest,
      reason: reason === undefined ? undefined : [reason],
      sender: sender === undefined ? undefined : [sender],
      meter: meter === undefined ? undefined : [meter],
    }),
});
