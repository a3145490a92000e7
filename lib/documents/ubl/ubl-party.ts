import type { EInvoiceParty } from '@/lib/documents/ubl/einvoice';
import { electronicAddress } from '@/lib/documents/ubl/electronic-address';
import { textOf } from '@/lib/documents/ubl/text-of';

/**
 * A side of the document. Where nothing is subject to VAT its VAT id is left out (BR-O-02), and the seller goes by the operator's own name
 * for it (BT-29), because something must say who it is (BR-CO-26).
 */
export function ublParty(party: EInvoiceParty, { isTaxed }: { isTaxed: boolean }) {
  const { id, name, legalName, vatId, country } = party;
  const endpoint = electronicAddress(party);
  const namesVatId = isTaxed && vatId !== null && vatId.trim() !== '';
  return {
    ...(endpoint && { 'cbc:EndpointID': { '@schemeID': endpoint.scheme, '#text': endpoint.id } }),
    ...(!namesVatId && { 'cac:PartyIdentification': { 'cbc:ID': id } }),
    'cac:PartyName': { 'cbc:Name': textOf(name) },
    'cac:PostalAddress': ublAddress(party),
    ...(namesVatId && {
      'cac:PartyTaxScheme': {
        'cbc:CompanyID': vatId.replace(/\s/g, ''),
        'cac:TaxScheme': { 'cbc:ID': 'VAT' },
      },
    }),
    'cac:PartyLegalEntity': {
      'cbc:RegistrationName': textOf(legalName),
      // DK-R-002: the CVR number, which is the number of the VAT id.
      ...(country === 'DK' &&
        endpoint && { 'cbc:CompanyID': { '@schemeID': endpoint.scheme, '#text': endpoint.id } }),
    },
  };
}

function ublAddress({ address, country }: EInvoiceParty) {
  const { street, town, postcode, subdivision } = address;
  const written = {
    'cbc:StreetName': street,
    'cbc:CityName': town,
    'cbc:PostalZone': postcode,
    'cbc:CountrySubentity': subdivision,
  };
  // PEPPOL-EN16931-R008: nothing is empty.
  const parts = Object.entries(written).filter(([, text]) => text && text.trim() !== '');
  return {
    ...Object.fromEntries(parts.map(([tag, text]) => [tag, textOf(text!)])),
    'cac:Country': { 'cbc:IdentificationCode': country },
  };
}
