import { expectationAnswer } from '@/app/api/v1/bill-cycles/[id]/expectations/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { listExpectationsRoute } from '@/lib/schemas/api/expectations';
import { listCycleExpectations } from '@/lib/services/expectations/list-expectations';

export const GET = defineRoute({
  ...listExpectationsRoute,
  permission: 'cycle.read',
  run: async ({ ctx, params }) => ({
    data: (await listCycleExpectations(ctx, params.id)).map(expectationAnswer),
  }),
});
