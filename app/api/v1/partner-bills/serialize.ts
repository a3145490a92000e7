import type { z } from 'zod';
import { partnerBillBody, partnerBillItem } from '@/lib/schemas/api/partner-bills';
import type { PartnerBillView } from '@/lib/services/partner-bills/get-partner-bill';

/** A partner bill in the words of the API: the partner by its short name, the cycle by its id. */
export const partnerBillAnswer = (bill: PartnerBillView): z.output<typeof partnerBillBody> =>
  partnerBillBody.parse({ ...bill, partner: bill.partner.slug, cycle: bill.cycle.id });

export const partnerBillItemAnswer = (
  bill: Omit<PartnerBillView, 'issues' | 'statement'>,
): z.output<typeof partnerBillItem> =>
  partnerBillItem.parse({ ...bill, partner: bill.partner.slug, cycle: bill.cycle.id });
