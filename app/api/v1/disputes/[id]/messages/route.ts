import { defineRoute } from '@/lib/http/define-route';
import { addMessageRoute } from '@/lib/schemas/api/disputes';
import { addMessage } from '@/lib/services/disputes/add-message';

export const POST = defineRoute({
  ...addMessageRoute,
  permission: 'dispute.read',
  run: ({ ctx, params, body }) => addMessage(ctx, params.id, body.words),
});
