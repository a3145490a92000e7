import { defineRoute } from '@/lib/http/define-route';
import { decideWriteOffRoute } from '@/lib/schemas/api/write-offs';
import { decideWriteOff } from '@/lib/services/write-offs/decide-write-off';

export const POST = defineRoute({
  ...decideWriteOffRoute,
  permission: 'write-off.manage',
  run: ({ ctx, params: { id }, body: { decision } }) => decideWriteOff(ctx, id, decision),
});
