import { defineRoute } from '@/lib/http/define-route';
import { getSessionRoute } from '@/lib/schemas/api/payment-methods';
import { getSession } from '@/lib/services/payment-sessions/start-session';

export const GET = defineRoute({
  ...getSessionRoute,
  permission: 'payment.read',
  run: ({ ctx, params }) => getSession(ctx, params.id),
});
