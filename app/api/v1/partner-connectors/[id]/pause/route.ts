import { connectorAnswer } from '@/app/api/v1/partner-connectors/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { pauseConnectorRoute } from '@/lib/schemas/api/partner-connectors';
import { setConnectorState } from '@/lib/services/connectors/set-connector-state';

export const POST = defineRoute({
  ...pauseConnectorRoute,
  permission: 'connector.manage',
  run: async ({ ctx, params }) => connectorAnswer(await setConnectorState(ctx, params.id, 'paused')),
});
