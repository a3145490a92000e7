import { runAnswer } from '@/app/api/v1/settlement-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listSettlementRunsRoute, startSettlementRunRoute } from '@/lib/schemas/api/settlement-runs';
import { listSettlementRuns } from '@/lib/services/settlement-runs/list-settlement-runs';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';

export const POST = defineRoute({
  ...startSettlementRunRoute,
  permission: 'payout.manage',
  run: async ({ ctx, body }) => runAnswer(await startSettlementRun(ctx, body)),
});

export const GET = defineRoute({
  ...listSettlementRunsRoute,
  permission: 'settlement-run.read',
  run: async ({ ctx, query }) => {
    const page = await listSettlementRuns(ctx, listQueryOf(query, { state: query.state }));
    return { ...page, data: page.data.map(runAnswer) };
  },
});
