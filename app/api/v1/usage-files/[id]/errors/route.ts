import { fileResponse } from '@/lib/http/byte-stream';
import { defineRoute } from '@/lib/http/define-route';
import { usageFileErrorsRoute } from '@/lib/schemas/api/usage-files';
import { errorFile } from '@/lib/services/usage-files/error-file';

export const GET = defineRoute({
  ...usageFileErrorsRoute,
  permission: 'usage.read',
  run: async ({ ctx, params }) => fileResponse(await errorFile(ctx, params.id)),
});
