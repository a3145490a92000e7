import type { z } from 'zod';
import { billImportBody } from '@/lib/schemas/api/partner-bill-imports';
import type { BillImportView } from '@/lib/services/partner-bill-imports/bill-import-view';

/** An import in the words of the API: the partner by its short name, the cycle and the bill by their ids. */
export const billImportAnswer = (row: BillImportView): z.output<typeof billImportBody> =>
  billImportBody.parse({
    ...row,
    partner: row.partner.slug,
    cycle: row.cycle.id,
    partnerBill: row.partnerBillId,
  });
