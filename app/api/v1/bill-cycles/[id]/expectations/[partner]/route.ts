import { expectationAnswer } from '@/app/api/v1/bill-cycles/[id]/expectations/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { decideExpectationRoute } from '@/lib/schemas/api/expectations';
import { decideExpectation } from '@/lib/services/expectations/decide-expectation';

export const POST = defineRoute({
  ...decideExpectationRoute,
  permission: 'expectation.decide',
  run: async ({ ctx, params, body }) =>
    expectationAnswer(await decideExpectation(ctx, { cycleId: params.id, partner: params.partner, ...body })),
});
