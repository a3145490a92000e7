import { defineRoute } from '@/lib/http/define-route';
import { seeAlertsRoute } from '@/lib/schemas/api/alerts';
import { seeAlerts } from '@/lib/services/alerts/list-alerts';

export const POST = defineRoute({
  ...seeAlertsRoute,
  permission: 'alert.read',
  run: async ({ ctx, body }) => ({ seen: await seeAlerts(ctx, body.alerts) }),
});
