import { billImportAnswer } from '@/app/api/v1/partner-bill-imports/serialize';
import { partnerBillAnswer, partnerBillItemAnswer } from '@/app/api/v1/partner-bills/serialize';
import { invalid } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';
import { validate } from '@/lib/http/validate';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listPartnerBillsRoute, receiveForm, receivePartnerBillRoute } from '@/lib/schemas/api/partner-bills';
import { receiveBillUpload } from '@/lib/services/partner-bill-imports/receive-bill-upload';
import { listPartnerBills } from '@/lib/services/partner-bills/list-partner-bills';
import { receivePartnerBill } from '@/lib/services/partner-bills/receive-partner-bill';

export const GET = defineRoute({
  ...listPartnerBillsRoute,
  permission: 'partner-bill.read',
  run: async ({ ctx, query }) => {
    const { partner, cycle, state } = query;
    const page = await listPartnerBills(ctx, listQueryOf(query, { partner, cycle, state }));
    return { ...page, data: page.data.map(partnerBillItemAnswer) };
  },
});

export const POST = defineRoute({
  ...receivePartnerBillRoute,
  permission: 'partner-bill.receive',
  run: async ({ ctx, body }) => {
    const { partner, cycle, statedTotals, mapping, replaces, ...fields } = await validate(
      receiveForm,
      body.fields,
    );
    if (body.file?.field !== 'file')
      throw invalid('required', 'file', 'Send the bill as the part named "file", after the other fields.');
    const { bytes } = body.file;
    const input = {
      ...fields,
      partner: partner ?? null,
      cycle: cycle ?? null,
      mapping: mapping ?? null,
      replaces: replaces ?? null,
      fileName: body.file.name,
      ...(statedTotals && { statedTotals }),
    };
    if (!(bytes instanceof Uint8Array)) {
      const { import: taken } = await receiveBillUpload(ctx, { ...input, bytes });
      const location = `/api/v1/partner-bill-imports/${taken.id}`;
      return Response.json(billImportAnswer(taken), { status: 202, headers: { location } });
    }
    const { bill, created } = await receivePartnerBill(ctx, { ...input, bytes });
    return Response.json(partnerBillAnswer(bill), {
      status: created ? 201 : 200,
      headers: { location: `/api/v1/partner-bills/${bill.id}` },
    });
  },
});
