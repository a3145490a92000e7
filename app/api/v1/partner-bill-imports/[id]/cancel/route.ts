import { billImportAnswer } from '@/app/api/v1/partner-bill-imports/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { cancelBillImportRoute } from '@/lib/schemas/api/partner-bill-imports';
import { cancelBillImport } from '@/lib/services/partner-bill-imports/cancel-bill-import';

export const POST = defineRoute({
  ...cancelBillImportRoute,
  permission: 'partner-bill.receive',
  run: async ({ ctx, params }) => billImportAnswer(await cancelBillImport(ctx, params.id)),
});
