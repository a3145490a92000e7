import { billAnswer } from '@/app/api/v1/bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { documentResponse } from '@/lib/http/document-response';
import { getBillRoute } from '@/lib/schemas/api/bills';
import { billDocument } from '@/lib/services/bills/bill-document';
import { billEInvoice } from '@/lib/services/bills/bill-einvoice';
import { getBill } from '@/lib/services/bills/get-bill';

export const GET = defineRoute({
  ...getBillRoute,
  permission: 'bill.read',
  run: async ({ ctx, params, query }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format === 'xml') return documentResponse(await billEInvoice(ctx, id, query.seller ?? null));
    if (format !== 'pdf' && format !== 'csv') return billAnswer(await getBill(ctx, id));
    return documentResponse(await billDocument(ctx, id, format));
  },
});
