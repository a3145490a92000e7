import { billImportAnswer } from '@/app/api/v1/partner-bill-imports/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { eventStream } from '@/lib/http/event-stream';
import { followBillImportRoute } from '@/lib/schemas/api/partner-bill-imports';
import { followBillImport } from '@/lib/services/partner-bill-imports/follow-bill-import';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';

export const GET = defineRoute({
  ...followBillImportRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown import is a 404 and not a broken stream.
    await getBillImport(ctx, params.id);
    return eventStream('import', answers(followBillImport(ctx, params.id, request.signal)), request);
  },
});

async function* answers(imports: ReturnType<typeof followBillImport>) {
  for await (const row of imports) yield row && billImportAnswer(row);
}
