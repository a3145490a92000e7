import { defineRoute } from '@/lib/http/define-route';
import { countNewAlertsRoute } from '@/lib/schemas/api/alerts';
import { countNewAlerts } from '@/lib/services/alerts/list-alerts';

export const GET = defineRoute({
  ...countNewAlertsRoute,
  permission: 'alert.read',
  run: async ({ ctx }) => ({ count: await countNewAlerts(ctx) }),
});
