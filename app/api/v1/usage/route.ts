import { defineRoute } from '@/lib/http/define-route';
import { sendUsage, usageBody } from '@/lib/schemas/api/usage';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';

/** The body is looked at event by event, in the service: one bad event of a batch must not spoil the others. */
export const POST = defineRoute({
  ...sendUsage,
  body: usageBody,
  permission: 'usage.send',
  run: ({ ctx, body }) => ingestUsage(ctx, Array.isArray(body) ? body : [body]),
});
