import { z } from 'zod';

/** Every job by name with the shape of its payload; `lib/jobs` has a handler for each. */
export const jobs = {
  'bill-run.advance': z.strictObject({ operatorId: z.uuid(), runId: z.uuid() }),
  'bill-run.issue': z.strictObject({ operatorId: z.uuid(), runId: z.uuid() }),
  'bill-run.issue-cohort': z.strictObject({ operatorId: z.uuid(), runId: z.uuid(), cohortId: z.uuid() }),
  'usage-file.read': z.strictObject({ operatorId: z.uuid(), fileId: z.uuid() }),
  'suspense.recycle': z.strictObject({ operatorId: z.uuid(), recycleId: z.uuid() }),
  /** On a schedule; what graphile-worker adds to its payload is nothing to us. */
  'cycle.ensure': z.object({}),
} as const;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]>;
