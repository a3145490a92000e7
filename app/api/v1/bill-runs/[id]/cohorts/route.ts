import { defineRoute } from '@/lib/http/define-route';
import { cohortBody, listCohortsRoute, startCohortRoute } from '@/lib/schemas/api/run-cohorts';
import { listCohorts } from '@/lib/services/bill-runs/list-cohorts';
import { startCohort } from '@/lib/services/bill-runs/start-cohort';

export const GET = defineRoute({
  ...listCohortsRoute,
  permission: 'bill-run.read',
  run: async ({ ctx, params }) => ({
    data: (await listCohorts(ctx, params.id)).map((cohort) => cohortBody.parse(cohort)),
  }),
});

export const POST = defineRoute({
  ...startCohortRoute,
  permission: 'bill-run.manage',
  run: async ({ ctx, params, body }) => cohortBody.parse(await startCohort(ctx, params.id, body)),
});
