import { fileResponse } from '@/lib/http/byte-stream';
import { defineRoute } from '@/lib/http/define-route';
import { rejectedLinesRoute } from '@/lib/schemas/api/partner-bill-lines';
import { rejectedLines } from '@/lib/services/partner-bills/rejected-lines';

export const GET = defineRoute({
  ...rejectedLinesRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params }) => fileResponse(await rejectedLines(ctx, params.id)),
});
