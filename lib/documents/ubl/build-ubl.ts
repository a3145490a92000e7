import { XMLBuilder } from 'fast-xml-parser';
import type { EInvoice, EInvoiceTax } from '@/lib/documents/ubl/einvoice';
import { requireWritable } from '@/lib/documents/ubl/require-writable';
import { specificationOf } from '@/lib/documents/ubl/specification';
import { textOf } from '@/lib/documents/ubl/text-of';
import { ublLine, ublPeriod, ublTaxCategory } from '@/lib/documents/ubl/ubl-line';
import { ublParty } from '@/lib/documents/ubl/ubl-party';
import { formatMinor } from '@/lib/domain/money/money';

/**
 * A document as UBL 2.1 by the rules of EN 16931, and of Peppol BIS Billing 3 or Self-Billing 3 where `specificationOf` says so. The same
 * input gives the same bytes. Fails: as `requireWritable`.
 */
export function buildUbl(invoice: EInvoice): Uint8Array<ArrayBuffer> {
  requireWritable(invoice);
  const isCredit = invoice.typeCode === '381' || invoice.typeCode === '261';
  const root = isCredit ? 'CreditNote' : 'Invoice';
  const builder = new XMLBuilder({
    ...{ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: ' ' },
  });
  const xml = builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    [root]: {
      '@xmlns': `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`,
      '@xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
      '@xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
      ...head(invoice, isCredit),
      ...parties(invoice),
      ...payment(invoice),
      ...sums(invoice),
      [`cac:${root}Line`]: invoice.lines.map((line, index) =>
        ublLine(line, index, { currency: invoice.currency, isCredit }),
      ),
    },
  });
  return new TextEncoder().encode(xml);
}

function head(invoice: EInvoice, isCredit: boolean) {
  const { number, issuedOn, dueOn, typeCode, note, currency, buyerReference, corrects } = invoice;
  const { customizationId, profileId } = specificationOf(invoice);
  const period = periodOf(invoice);
  return {
    'cbc:CustomizationID': customizationId,
    ...(profileId && { 'cbc:ProfileID': profileId }),
    'cbc:ID': number,
    'cbc:IssueDate': issuedOn,
    ...(!isCredit && dueOn && { 'cbc:DueDate': dueOn }),
    [isCredit ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode']: typeCode,
    ...(note && { 'cbc:Note': textOf(note) }),
    'cbc:DocumentCurrencyCode': currency,
    'cbc:BuyerReference': textOf(buyerReference),
    ...(period && { 'cac:InvoicePeriod': ublPeriod(period) }),
    ...(corrects && {
      'cac:BillingReference': {
        'cac:InvoiceDocumentReference': { 'cbc:ID': corrects.number, 'cbc:IssueDate': corrects.issuedOn },
      },
    }),
  };
}

/** From the first day of a line to the last one: late usage is of an earlier period, and lies within (PEPPOL-EN16931-R110, R111). */
function periodOf({ lines }: EInvoice): { from: string; to: string } | null {
  const periods = lines.flatMap(({ period }) => period ?? []);
  if (periods.length === 0) return null;
  const days = (end: 'from' | 'to') => periods.map((period) => period[end]).sort();
  return { from: days('from')[0]!, to: days('to').at(-1)! };
}

function parties({ seller, buyer, payee, lines }: EInvoice) {
  const isTaxed = lines.every(({ category }) => category !== 'O');
  return {
    'cac:AccountingSupplierParty': { 'cac:Party': ublParty(seller, { isTaxed }) },
    'cac:AccountingCustomerParty': { 'cac:Party': ublParty(buyer, { isTaxed }) },
    ...(payee && { 'cac:PayeeParty': { 'cac:PartyName': { 'cbc:Name': textOf(payee.name) } } }),
  };
}

/** By credit transfer (UNTDID 4461: 30), where an account is known. */
function payment({ payment, terms }: EInvoice) {
  return {
    ...(payment && {
      'cac:PaymentMeans': {
        'cbc:PaymentMeansCode': '30',
        'cbc:PaymentID': textOf(payment.reference),
        'cac:PayeeFinancialAccount': {
          'cbc:ID': payment.account,
          ...(payment.bic && { 'cac:FinancialInstitutionBranch': { 'cbc:ID': payment.bic } }),
        },
      },
    }),
    ...(terms && { 'cac:PaymentTerms': { 'cbc:Note': textOf(terms) } }),
  };
}

function sums({ currency, taxes, netMinor, taxMinor, totalMinor }: EInvoice) {
  const amount = (minor: bigint) => ({ '@currencyID': currency, '#text': formatMinor(minor, currency) });
  return {
    'cac:TaxTotal': {
      'cbc:TaxAmount': amount(taxMinor),
      'cac:TaxSubtotal': taxes.map((tax) => ({
        'cbc:TaxableAmount': amount(tax.baseMinor),
        'cbc:TaxAmount': amount(tax.taxMinor),
        'cac:TaxCategory': withReason(tax),
      })),
    },
    'cac:LegalMonetaryTotal': {
      'cbc:LineExtensionAmount': amount(netMinor),
      'cbc:TaxExclusiveAmount': amount(netMinor),
      'cbc:TaxInclusiveAmount': amount(totalMinor),
      'cbc:PayableAmount': amount(totalMinor),
    },
  };
}

/** Why there is no tax, for the categories that must say it and for no other (BR-AE-10, BR-E-10, BR-O-10; BR-S-10, BR-Z-10). */
function withReason(tax: EInvoiceTax) {
  const { 'cac:TaxScheme': scheme, ...category } = ublTaxCategory(tax);
  if (tax.category === 'S' || tax.category === 'Z') return { ...category, 'cac:TaxScheme': scheme };
  return {
    ...category,
    ...(tax.reasonCode && { 'cbc:TaxExemptionReasonCode': tax.reasonCode }),
    'cbc:TaxExemptionReason': textOf(tax.reason ?? 'Exempt from VAT'),
    'cac:TaxScheme': scheme,
  };
}
