import { defineRoute } from '@/lib/http/define-route';
import { previewUsageRoute } from '@/lib/schemas/api/usage-files';
import { previewUsage } from '@/lib/services/usage-mappings/preview-usage';

export const POST = defineRoute({
  ...previewUsageRoute,
  permission: 'usage.send',
  run: ({ ctx, body }) => {
    const { sample, format = null, definition = null, mapping = null, partner = null } = body;
    return previewUsage(ctx, { sample, format, definition, mapping, partner });
  },
});
