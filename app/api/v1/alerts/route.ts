import { defineRoute } from '@/lib/http/define-route';
import { listAlertsRoute } from '@/lib/schemas/api/alerts';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listAlerts } from '@/lib/services/alerts/list-alerts';

export const GET = defineRoute({
  ...listAlertsRoute,
  permission: 'alert.read',
  run: ({ ctx, query }) => {
    const { billingAccount: account, kind, state } = query;
    return listAlerts(ctx, listQueryOf(query, { account, kind, state }));
  },
});
