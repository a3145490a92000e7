import { usageFileAnswer } from '@/app/api/v1/usage-files/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getUsageFileRoute } from '@/lib/schemas/api/usage-files';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';

export const GET = defineRoute({
  ...getUsageFileRoute,
  permission: 'usage.read',
  run: async ({ ctx, params }) => usageFileAnswer(await getUsageFile(ctx, params.id)),
});
