import { cents, centsText, type Micros, percentOf, text } from './amount';
import type { Charge } from './book';
import type { Misbehaviour } from './misbehaviours';

const TAX_PERCENT = 23n;

/** A FOCUS 1.0 file of the charges. */
export function focusOf(charges: readonly Charge[]): string {
  const header =
    'BilledCost,BillingCurrency,BillingAccountId,BillingAccountName,SubAccountId,SubAccountName,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ChargeDescription,ServiceName,ServiceCategory,ProviderName,PricingQuantity,PricingUnit,Id';
  const rows = charges.map((charge) =>
    [
      text(charge.net),
      charge.currency,
      charge.account,
      charge.accountName,
      charge.account,
      charge.accountName,
      charge.category,
      `${charge.from} 00:00:00`,
      `${charge.to} 00:00:00`,
      charge.description,
      charge.service,
      charge.service,
      'Simulated Partner',
      charge.quantity,
      charge.unit,
      charge.id,
    ]
      .map(cell)
      .join(','),
  );
  return [header, ...rows, ''].join('\r\n');
}

/** The partner's own CSV: its columns, its decimal comma, the last day inside, and a total at the end that is no charge. */
export function csvOf(charges: readonly Charge[]): string {
  const net = charges.reduce((sum, charge) => sum + charge.net, 0n);
  const comma = (amount: Micros) => text(amount).replace('.', ',');
  const rows = charges.map((charge) => [
    ...[charge.id, charge.account, charge.accountName, charge.service, charge.category, charge.description],
    ...[charge.from, lastDay(charge.to), charge.quantity, charge.unit, comma(charge.net), charge.currency],
    `V${TAX_PERCENT}`,
  ]);
  const header = [
    ...['Charge', 'Tenant', 'Name', 'Product', 'Kind', 'Text', 'From', 'Until', 'Quantity', 'Unit', 'Amount'],
    ...['Currency', 'VAT code'],
  ];
  const total = ['', 'Total', '', '', '', '', '', '', '', '', comma(net), '', ''];
  const lines = [header, ...rows, total].map((row) => row.map(cell).join(';'));
  return [...lines, ''].join('\r\n');
}

export type Totals = { net: Micros; tax: Micros; gross: Micros };

/** What an invoice of the charges states; a mood may make it wrong by a cent. */
export function totalsOf(charges: readonly Charge[], moods: ReadonlySet<Misbehaviour>): Totals {
  const net =
    charges.reduce((sum, charge) => sum + cents(charge.net), 0n) + (moods.has('wrong-sum') ? 10_000n : 0n);
  const tax = cents(percentOf(net, TAX_PERCENT)) + (moods.has('wrong-tax') ? 10_000n : 0n);
  return { net, tax, gross: net + tax };
}

/** One account's charges as a UBL 2.1 invoice. */
export function ublOf(charges: readonly Charge[], number: string, moods: ReadonlySet<Misbehaviour>): string {
  const [first] = charges;
  if (!first) throw new Error('There are no charges to invoice.');
  const { currency, account, accountName } = first;
  const { net, tax, gross } = totalsOf(charges, moods);
  const lineTotal = charges.reduce((sum, charge) => sum + cents(charge.net), 0n);
  const money = (name: string, amount: Micros) =>
    `<cbc:${name} currencyID="${currency}">${centsText(amount)}</cbc:${name}>`;
  const category = (name: string) =>
    `<cac:${name}><cbc:ID>S</cbc:ID><cbc:Percent>${TAX_PERCENT}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:${name}>`;
  const lines = charges.map(
    (charge) => `
  <cac:InvoiceLine><cbc:ID>${xml(charge.id)}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">${charge.quantity}</cbc:InvoicedQuantity>${money('LineExtensionAmount', cents(charge.net))}
    <cac:InvoicePeriod><cbc:StartDate>${charge.from}</cbc:StartDate><cbc:EndDate>${lastDay(charge.to)}</cbc:EndDate></cac:InvoicePeriod>
    <cac:Item><cbc:Description>${xml(charge.description)}</cbc:Description><cbc:Name>${xml(charge.service)}</cbc:Name>${category('ClassifiedTaxCategory')}</cac:Item>
    <cac:Price>${money('PriceAmount', cents(charge.net))}</cac:Price></cac:InvoiceLine>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>${xml(number)}</cbc:ID><cbc:IssueDate>${first.to}</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Simulated Partner Ltd</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cbc:SupplierAssignedAccountID>${xml(account)}</cbc:SupplierAssignedAccountID><cac:Party><cac:PartyName><cbc:Name>${xml(accountName)}</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
  <cac:TaxTotal>${money('TaxAmount', tax)}<cac:TaxSubtotal>${money('TaxableAmount', net)}${money('TaxAmount', tax)}${category('TaxCategory')}</cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal>${money('LineExtensionAmount', lineTotal)}${money('TaxExclusiveAmount', net)}${money('TaxInclusiveAmount', gross)}${money('PayableAmount', gross)}</cac:LegalMonetaryTotal>${lines.join('')}
</Invoice>
`;
}

const lastDay = (to: string): string =>
  new Date(Date.parse(`${to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const cell = (value: string): string =>
  /[",;\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
const xml = (value: string): string =>
  value.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
