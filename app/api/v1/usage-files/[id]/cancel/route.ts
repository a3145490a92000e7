import { usageFileAnswer } from '@/app/api/v1/usage-files/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { cancelUsageFileRoute } from '@/lib/schemas/api/usage-files';
import { cancelUsageFile } from '@/lib/services/usage-files/cancel-usage-file';

export const POST = defineRoute({
  ...cancelUsageFileRoute,
  permission: 'usage.send',
  run: async ({ ctx, params }) => usageFileAnswer(await cancelUsageFile(ctx, params.id)),
});
