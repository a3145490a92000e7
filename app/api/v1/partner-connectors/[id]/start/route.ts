import { connectorAnswer } from '@/app/api/v1/partner-connectors/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { startConnectorRoute } from '@/lib/schemas/api/partner-connectors';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';

export const POST = defineRoute({
  ...startConnectorRoute,
  permission: 'connector.manage',
  run: async ({ ctx, params }) => connectorAnswer(await setConnectorState(ctx, params.id, 'live')),
});
