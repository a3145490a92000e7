import { billRunAnswer } from '@/app/api/v1/bill-runs/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { resumeRunRoute } from '@/lib/schemas/api/bill-runs';
import { resumeBillRun } from '@/lib/services/bill-runs/resume-bill-run';

export const POST = defineRoute({
  ...resumeRunRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params }) => billRunAnswer(await resumeBillRun(ctx, params.id)),
});
