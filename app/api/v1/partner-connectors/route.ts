import { connectorAnswer, connectorItem } from '@/app/api/v1/partner-connectors/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { createConnectorRoute, listConnectorsRoute } from '@/lib/schemas/api/partner-connectors';
import { listConnectors } from '@/lib/services/connectors/list-connectors';
import { saveConnector } from '@/lib/services/connectors/save-connector';

export const GET = defineRoute({
  ...listConnectorsRoute,
  permission: 'connector.read',
  run: async ({ ctx, query }) => ({
    data: (await listConnectors(ctx, query.partner ?? null)).map(connectorItem),
  }),
});

export const POST = defineRoute({
  ...createConnectorRoute,
  permission: 'connector.manage',
  run: async ({ ctx, body: { partner = null, secret = null, ...fields } }) => {
    const view = await saveConnector(ctx, { id: null, partner, secret, ...fields });
    return Response.json(connectorAnswer(view), {
      status: 201,
      headers: { location: `/api/v1/partner-connectors/${view.id}` },
    });
  },
});
