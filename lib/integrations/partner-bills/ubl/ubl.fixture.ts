/** A UBL 2.1 invoice or credit note for tests, written here; every figure can be changed. */
export type UblOptions = {
  number?: string;
  isCredit?: boolean;
  currency?: string;
  buyer?: string;
  lines: readonly {
    id: string;
    net: string;
    name?: string;
    rate?: string;
    account?: string;
    from?: string;
    to?: string;
  }[];
  allowance?: { amount: string; rate: string };
  totals: { lines: string; net: string; gross: string; payable: string; allowance?: string };
  taxes: readonly { rate: string; base: string; tax: string }[];
  tax: string;
};

export function ublFile(options: UblOptions): Buffer {
  const { number = 'INV-7', isCredit = false, currency = 'USD', buyer = 'payer-1', totals } = options;
  const root = isCredit ? 'CreditNote' : 'Invoice';
  const money = (name: string, amount: string) =>
    `<cbc:${name} currencyID="${currency}">${amount}</cbc:${name}>`;
  const category = (name: string, rate: string) =>
    `<cac:${name}><cbc:ID>S</cbc:ID><cbc:Percent>${rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:${name}>`;
  const lines = options.lines.map(
    ({ id, net, name = 'Storage', rate = '19', account, from = '2026-10-01', to = '2026-10-31' }) =>
      `<cac:${root}Line><cbc:ID>${id}</cbc:ID>` +
      `<cbc:${isCredit ? 'Credited' : 'Invoiced'}Quantity unitCode="C62">1</cbc:${isCredit ? 'Credited' : 'Invoiced'}Quantity>` +
      money('LineExtensionAmount', net) +
      `<cac:InvoicePeriod><cbc:StartDate>${from}</cbc:StartDate><cbc:EndDate>${to}</cbc:EndDate></cac:InvoicePeriod>` +
      (account
        ? `<cac:DocumentReference><cbc:ID>${account}</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>`
        : '') +
      `<cac:Item><cbc:Name>${name}</cbc:Name>${category('ClassifiedTaxCategory', rate)}</cac:Item>` +
      `</cac:${root}Line>`,
  );
  const { allowance } = options;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" ` +
      'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" ' +
      'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">' +
      `<cbc:ID>${number}</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>` +
      `<cbc:${root}TypeCode>${isCredit ? 381 : 380}</cbc:${root}TypeCode>` +
      `<cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>` +
      '<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Cumulus &amp; Söhne</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>' +
      `<cac:AccountingCustomerParty><cbc:SupplierAssignedAccountID>${buyer}</cbc:SupplierAssignedAccountID><cac:Party><cac:PartyName><cbc:Name>SunBird</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>` +
      (allowance
        ? `<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason>${money('Amount', allowance.amount)}${category('TaxCategory', allowance.rate)}</cac:AllowanceCharge>`
        : '') +
      `<cac:TaxTotal>${money('TaxAmount', options.tax)}` +
      options.taxes
        .map(
          ({ rate, base, tax }) =>
            `<cac:TaxSubtotal>${money('TaxableAmount', base)}${money('TaxAmount', tax)}${category('TaxCategory', rate)}</cac:TaxSubtotal>`,
        )
        .join('') +
      '</cac:TaxTotal><cac:LegalMonetaryTotal>' +
      money('LineExtensionAmount', totals.lines) +
      money('TaxExclusiveAmount', totals.net) +
      money('TaxInclusiveAmount', totals.gross) +
      (totals.allowance ? money('AllowanceTotalAmount', totals.allowance) : '') +
      money('PayableAmount', totals.payable) +
      `</cac:LegalMonetaryTotal>${lines.join('')}</${root}>`,
    'utf8',
  );
}

/** Two lines at two rates and an allowance: 100.00 at 19 %, 50.00 at 7 %, less 10.00 at 19 %. */
export const twoRates: UblOptions = {
  lines: [
    { id: '1', net: '100.00', account: 'tenant-a' },
    { id: '2', net: '50.00', name: 'E-books', rate: '7' },
  ],
  allowance: { amount: '10.00', rate: '19' },
  taxes: [
    { rate: '19', base: '90.00', tax: '17.10' },
    { rate: '7', base: '50.00', tax: '3.50' },
  ],
  tax: '20.60',
  totals: { lines: '150.00', allowance: '10.00', net: '140.00', gross: '160.60', payable: '160.60' },
};
