import { billImportAnswer } from '@/app/api/v1/partner-bill-imports/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getBillImportRoute } from '@/lib/schemas/api/partner-bill-imports';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';

export const GET = defineRoute({
  ...getBillImportRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params }) => billImportAnswer(await getBillImport(ctx, params.id)),
});
