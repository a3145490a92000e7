import type { EInvoice } from '@/lib/documents/ubl/einvoice';
import { electronicAddress } from '@/lib/documents/ubl/electronic-address';

export type Specification = { customizationId: string; profileId: string | null };

const EN_16931 = 'urn:cen.eu:en16931:2017';

/**
 * Which rules a document says it follows: Peppol BIS Billing 3, or Self-Billing 3, where both sides have an electronic address and the
 * seller's country asks for nothing that is not known here; else the European norm alone, which every one of them keeps.
 */
export function specificationOf({ typeCode, seller, buyer }: EInvoice): Specification {
  const isSelfBilled = typeCode === '389' || typeCode === '261';
  const isReachable = electronicAddress(seller) !== null && electronicAddress(buyer) !== null;
  if (!isReachable || (!isSelfBilled && asksForMore(seller.country, buyer.country))) {
    return { customizationId: EN_16931, profileId: null };
  }
  const process = isSelfBilled ? 'selfbilling' : 'billing';
  return {
    customizationId: `${EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:${process}:3.0`,
    profileId: `urn:fdc:peppol.eu:2017:poacc:${process}:01:1.0`,
  };
}

/**
 * The national rules of Peppol BIS Billing 3 that need what parties here do not have: numbers of registers (IS-R-002, NO-R-001), a national
 * mark (GR-R-004), a contact between two Germans (DE-R-002), tax registration texts (IT-R-001), a means of payment in any case (NL-R-007).
 */
const asksForMore = (seller: string, buyer: string): boolean =>
  ['GR', 'IS', 'IT', 'NL', 'NO'].includes(seller) || (seller === 'DE' && buyer === 'DE');
