import type { z } from 'zod';
import { partnerBillMappingBody, partnerBillMappingItem } from '@/lib/schemas/api/partner-bill-mappings';
import type { PartnerBillMappingView } from '@/lib/services/partner-bill-mappings/get-bill-mapping';

export const billMappingAnswer = (
  mapping: Omit<PartnerBillMappingView, 'versions'>,
): z.output<typeof partnerBillMappingBody> =>
  partnerBillMappingBody.parse({ ...mapping, partner: mapping.partner.slug });

export const billMappingItemAnswer = (
  mapping: Omit<PartnerBillMappingView, 'versions' | 'definition' | 'sample'>,
): z.output<typeof partnerBillMappingItem> =>
  partnerBillMappingItem.parse({ ...mapping, partner: mapping.partner.slug });
