import { connectorAnswer } from '@/app/api/v1/partner-connectors/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { changeConnectorRoute, getConnectorRoute } from '@/lib/schemas/api/partner-connectors';
import { getConnector } from '@/lib/services/connectors/get-connector';
import { saveConnector } from '@/lib/services/connectors/save-connector';

export const GET = defineRoute({
  ...getConnectorRoute,
  permission: 'connector.read',
  run: async ({ ctx, params }) => connectorAnswer(await getConnector(ctx, params.id)),
});

export const PUT = defineRoute({
  ...changeConnectorRoute,
  permission: 'connector.manage',
  run: async ({ ctx, params, body: { secret, ...fields } }) => {
    const { partner } = await getConnector(ctx, params.id);
    const kept = secret === undefined ? {} : { secret };
    return connectorAnswer(
      await saveConnector(ctx, { id: params.id, partner: partner.id, ...fields, ...kept }),
    );
  },
});
