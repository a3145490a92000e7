import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { issueRunRoute } from '@/lib/schemas/api/bill-runs';
import { startIssue } from '@/lib/services/bill-runs/start-issue';

export const POST = defineRoute({
  ...issueRunRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params }) => billRunAnswer(await startIssue(ctx, params.id)),
});
