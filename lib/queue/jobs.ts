import { z } from 'zod';

/** Every job by name with the shape of its payload; `lib/jobs` has a handler for each. */
export const jobs = {
  'bill-run.advance': z.strictObject({ operatorId: z.uuid(), runId: z.uuid() }),
  'bill-run.issue': z.strictObject({ operatorId: z.uuid(), runId: z.uuid() }),
  'bill-run.issue-cohort': z.strictObject({ operatorId: z.uuid(), runId: z.uuid(), cohortId: z.uuid() }),
  'settlement-run.advance': z.strictObject({ operatorId: z.uuid(), runId: z.uuid() }),
  /** After bills were issued: accounts' credits are spent on what is open. */
  'credit.apply': z.strictObject({ operatorId: z.uuid() }),
  'refund.send': z.strictObject({ operatorId: z.uuid(), refundId: z.uuid() }),
  'suspense.recycle': z.strictObject({ operatorId: z.uuid(), recycleId: z.uuid() }),
  'budget.sweep': z.strictObject({ operatorId: z.uuid() }),
  'usage.watch': z.strictObject({ operatorId: z.uuid() }),
  'mail.send': z.strictObject({ operatorId: z.uuid() }),
  'webhook.dispatch': z.strictObject({ operatorId: z.uuid() }),
  'partner-accrual.compute': z.strictObject({ operatorId: z.uuid() }),
  'difference.sweep': z.strictObject({ operatorId: z.uuid() }),
  /** On a schedule: what each operator needs done now and then. */
  'notice.wake': z.object({}),
  'watch.wake': z.object({}),
  'usage-file.read': z.strictObject({ operatorId: z.uuid(), fileId: z.uuid() }),
  /** On a schedule: parts of uploads that broke off. */
  'usage-file.tidy': z.object({}),
  'partner-bill-import.read': z.strictObject({ operatorId: z.uuid(), importId: z.uuid() }),
  /** On a schedule: parts of partner bills whose upload broke off. */
  'partner-bill-import.tidy': z.object({}),
  'bank-file.match': z.strictObject({ operatorId: z.uuid(), fileId: z.uuid() }),
  /** On a schedule; what graphile-worker adds to its payload is nothing to us. */
  'cycle.ensure': z.object({}),
  /** On a schedule: partners that have systems of their own are asked for what they owe. */
  'connector.wake': z.object({}),
  'connector.pull-due': z.strictObject({ operatorId: z.uuid() }),
  /** On a schedule: what partners have put into their folders. */
  'inbox.wake': z.object({}),
  'inbox.sweep': z.strictObject({ operatorId: z.uuid() }),
  /** On a schedule: what partners owe, when it is due, and when it is late. */
  'expectation.wake': z.object({}),
  'expectation.sweep': z.strictObject({ operatorId: z.uuid() }),
  /** On a schedule: disputes whose partners have not answered. */
  'dispute.wake': z.object({}),
  'dispute.sweep': z.strictObject({ operatorId: z.uuid() }),
  /** On a schedule: bills that are overdue, once a day where it is morning. */
  'dunning.wake': z.object({}),
  'dunning.sweep': z.strictObject({ operatorId: z.uuid() }),
  /** On a schedule: payments and refunds of which a provider should have told by now. */
  'provider.wake': z.object({}),
  'provider.ask': z.strictObject({ operatorId: z.uuid() }),
} as const;

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobs)[Name]>;
