import { billAnswer } from '@/app/api/v1/bills/serialize';
import { noXmlYet } from '@/app/api/v1/no-xml-yet';
import { defineRoute } from '@/lib/http/define-route';
import { getBillRoute } from '@/lib/schemas/api/bills';
import { billDocument } from '@/lib/services/bills/bill-document';
import { getBill } from '@/lib/services/bills/get-bill';

export const GET = defineRoute({
  ...getBillRoute,
  permission: 'bill.read',
  run: async ({ ctx, params }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format === 'xml') throw noXmlYet();
    if (format !== 'pdf' && format !== 'csv') return billAnswer(await getBill(ctx, id));
    const { fileName, mediaType, bytes } = await billDocument(ctx, id, format);
    return new Response(bytes, {
      headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"` },
    });
  },
});
