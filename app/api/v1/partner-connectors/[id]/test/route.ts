import { connectorAnswer } from '@/app/api/v1/partner-connectors/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { testConnectorRoute } from '@/lib/schemas/api/partner-connectors';
import { testConnector } from '@/lib/services/connectors/test-connector';

export const POST = defineRoute({
  ...testConnectorRoute,
  permission: 'connector.manage',
  run: async ({ ctx, params }) => connectorAnswer(await testConnector(ctx, params.id)),
});
