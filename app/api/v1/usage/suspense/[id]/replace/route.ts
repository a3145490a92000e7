import { defineRoute } from '@/lib/http/define-route';
import { replaceTakenUsage } from '@/lib/schemas/api/suspense';
import { replaceTaken } from '@/lib/services/suspense/replace-taken';

export const POST = defineRoute({
  ...replaceTakenUsage,
  permission: 'usage.send',
  run: ({ ctx, params, body }) => replaceTaken(ctx, params.id, body.note),
});
