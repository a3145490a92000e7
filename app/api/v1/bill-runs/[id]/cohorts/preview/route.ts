import { defineRoute } from '@/lib/http/define-route';
import { previewCohortRoute } from '@/lib/schemas/api/run-cohorts';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { previewCohort } from '@/lib/services/bill-runs/start-cohort';

export const POST = defineRoute({
  ...previewCohortRoute,
  permission: 'bill-run.read',
  run: async ({ ctx, params, body }) => {
    // So that an unknown run is a 404 and not a part without accounts.
    await getBillRun(ctx, params.id);
    return previewCohort(ctx, params.id, body);
  },
});
