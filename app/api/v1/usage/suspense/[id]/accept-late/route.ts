import { defineRoute } from '@/lib/http/define-route';
import { acceptLateSuspendedUsage } from '@/lib/schemas/api/suspense';
import { acceptLateUsage } from '@/lib/services/suspense/accept-late-usage';

export const POST = defineRoute({
  ...acceptLateSuspendedUsage,
  permission: 'usage.accept-late',
  run: ({ ctx, params, body }) => acceptLateUsage(ctx, { ids: [params.id], note: body.note }),
});
