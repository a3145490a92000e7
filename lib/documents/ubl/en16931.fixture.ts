import { XMLParser } from 'fast-xml-parser';

type Node = { [tag: string]: Node[] | string | undefined; text?: string };

/**
 * Which rules of EN 16931 and Peppol BIS 3 a document breaks, by their ids, as far as documents of this house can touch them. Read from the
 * XML alone, with arithmetic of its own in hundredths.
 */
export function brokenRules(xml: string): string[] {
  const [root, document] = parse(xml);
  const isCredit = root === 'CreditNote';
  const broken: string[] = [];
  const rule = (id: string, holds: boolean) => holds || broken.push(id);
  const at = (node: Node | undefined, ...path: string[]): Node[] =>
    path.reduce<Node[]>(
      (nodes, tag) => nodes.flatMap((of) => (of[tag] as Node[] | undefined) ?? []),
      node ? [node] : [],
    );
  const text = (node: Node | undefined, ...path: string[]): string | undefined => at(node, ...path)[0]?.text;
  const cents = (node: Node | undefined, ...path: string[]) => hundredths(text(node, ...path) ?? 'missing');

  const currency = text(document, 'DocumentCurrencyCode');
  const type = text(document, isCredit ? 'CreditNoteTypeCode' : 'InvoiceTypeCode')!;
  const seller = at(document, 'AccountingSupplierParty', 'Party')[0];
  const buyer = at(document, 'AccountingCustomerParty', 'Party')[0];
  const lines = at(document, isCredit ? 'CreditNoteLine' : 'InvoiceLine');
  const totals = at(document, 'LegalMonetaryTotal')[0];
  const groups = at(document, 'TaxTotal', 'TaxSubtotal');
  const categories = [
    ...groups.map((group) => text(group, 'TaxCategory', 'ID')!),
    ...lines.map((line) => text(line, 'Item', 'ClassifiedTaxCategory', 'ID')!),
  ];

  rule('BR-01', text(document, 'CustomizationID') !== undefined);
  rule('BR-02', text(document, 'ID') !== undefined);
  rule('BR-03', /^\d{4}-\d\d-\d\d$/.test(text(document, 'IssueDate') ?? ''));
  rule('BR-04', ['380', '381', '389', '261'].includes(type) && isCredit === ['381', '261'].includes(type));
  rule('BR-05', /^[A-Z]{3}$/.test(currency ?? ''));
  rule('BR-06', text(seller, 'PartyLegalEntity', 'RegistrationName') !== undefined);
  rule('BR-07', text(buyer, 'PartyLegalEntity', 'RegistrationName') !== undefined);
  rule('BR-09', /^[A-Z]{2}$/.test(text(seller, 'PostalAddress', 'Country', 'IdentificationCode') ?? ''));
  rule('BR-11', /^[A-Z]{2}$/.test(text(buyer, 'PostalAddress', 'Country', 'IdentificationCode') ?? ''));
  rule('BR-16', lines.length > 0);
  rule(
    'BR-55',
    at(document, 'BillingReference').every((of) => text(of, 'InvoiceDocumentReference', 'ID')),
  );
  const payee = at(document, 'PayeeParty')[0];
  rule('BR-17', payee === undefined || text(payee, 'PartyName', 'Name') !== undefined);
  for (const means of at(document, 'PaymentMeans')) {
    rule('BR-49', text(means, 'PaymentMeansCode') === '30');
    rule('BR-61', text(means, 'PayeeFinancialAccount', 'ID') !== undefined);
  }
  const vatIds = [seller, buyer].map((party) => text(party, 'PartyTaxScheme', 'CompanyID'));
  rule(
    'BR-CO-09',
    vatIds.every((id) => id === undefined || /^[A-Z]{2}/.test(id)),
  );
  rule('BR-CO-26', vatIds[0] !== undefined || text(seller, 'PartyIdentification', 'ID') !== undefined);
  const hasTerms = text(document, 'DueDate') ?? text(document, 'PaymentTerms', 'Note');
  rule('BR-CO-25', cents(totals, 'PayableAmount') <= 0n || hasTerms !== undefined);

  rule(
    'BR-CO-10',
    cents(totals, 'LineExtensionAmount') === sum(lines.map((line) => cents(line, 'LineExtensionAmount'))),
  );
  rule('BR-CO-13', cents(totals, 'TaxExclusiveAmount') === cents(totals, 'LineExtensionAmount'));
  rule(
    'BR-CO-14',
    cents(document, 'TaxTotal', 'TaxAmount') === sum(groups.map((group) => cents(group, 'TaxAmount'))),
  );
  rule(
    'BR-CO-15',
    cents(totals, 'TaxInclusiveAmount') ===
      cents(totals, 'TaxExclusiveAmount') + cents(document, 'TaxTotal', 'TaxAmount'),
  );
  rule('BR-CO-16', cents(totals, 'PayableAmount') === cents(totals, 'TaxInclusiveAmount'));
  rule('BR-CO-18', groups.length > 0);

  for (const line of lines) {
    const category = at(line, 'Item', 'ClassifiedTaxCategory')[0];
    const quantity = at(line, isCredit ? 'CreditedQuantity' : 'InvoicedQuantity')[0];
    rule('BR-21', text(line, 'ID') !== undefined);
    rule('BR-22', quantity?.text !== undefined);
    rule('BR-23', /^[A-Z0-9]{2,3}$/.test((quantity?.['@unitCode'] as string | undefined) ?? ''));
    rule('BR-25', text(line, 'Item', 'Name') !== undefined);
    rule('BR-27', !(text(line, 'Price', 'PriceAmount') ?? '-').startsWith('-'));
    rule('BR-CO-04', text(category, 'ID') !== undefined);
    rule('BR-O-05', (text(category, 'ID') === 'O') === (text(category, 'Percent') === undefined));
    const product = Number(quantity?.text) * Number(text(line, 'Price', 'PriceAmount'));
    rule('PEPPOL-EN16931-R120', Math.abs(product - Number(cents(line, 'LineExtensionAmount')) / 100) <= 0.02);
    for (const end of ['StartDate', 'EndDate'] as const) {
      const [own, whole] = [text(line, 'InvoicePeriod', end), text(document, 'InvoicePeriod', end)];
      const isWithin = !own || !whole || (end === 'StartDate' ? own >= whole : own <= whole);
      rule(end === 'StartDate' ? 'PEPPOL-EN16931-R110' : 'PEPPOL-EN16931-R111', isWithin);
    }
    const [from, to] = [text(line, 'InvoicePeriod', 'StartDate'), text(line, 'InvoicePeriod', 'EndDate')];
    rule('BR-30', !from || !to || to >= from);
  }
  for (const group of groups) {
    const [id, percent] = [text(group, 'TaxCategory', 'ID')!, text(group, 'TaxCategory', 'Percent')];
    const own = lines.filter(
      (line) =>
        text(line, 'Item', 'ClassifiedTaxCategory', 'ID') === id &&
        text(line, 'Item', 'ClassifiedTaxCategory', 'Percent') === percent,
    );
    rule(
      `BR-${id}-08`,
      cents(group, 'TaxableAmount') === sum(own.map((line) => cents(line, 'LineExtensionAmount'))),
    );
    const exact = (Number(cents(group, 'TaxableAmount')) * Number(percent ?? 0)) / 100;
    rule('BR-CO-17', Math.abs(exact - Number(cents(group, 'TaxAmount'))) < 100);
    const reason =
      text(group, 'TaxCategory', 'TaxExemptionReason') ??
      text(group, 'TaxCategory', 'TaxExemptionReasonCode');
    rule(`BR-${id}-10`, ['S', 'Z'].includes(id) ? reason === undefined : reason !== undefined);
    rule('BR-48', (percent === undefined) === (id === 'O'));
    if (id !== 'S') rule(`BR-${id}-09`, cents(group, 'TaxAmount') === 0n);
  }
  if (categories.includes('O')) {
    rule(
      'BR-O-02',
      vatIds.every((id) => id === undefined),
    );
    rule(
      'BR-O-11',
      categories.every((id) => id === 'O'),
    );
  }
  if (categories.some((id) => ['S', 'Z', 'E', 'AE'].includes(id))) rule('BR-S-02', vatIds[0] !== undefined);
  if (categories.includes('AE'))
    rule(
      'BR-AE-02',
      vatIds.every((id) => id !== undefined),
    );

  for (const { tag, node } of everyNode(document)) {
    rule(`PEPPOL-EN16931-R008 ${tag}`, Object.keys(node).length > 0 && node.text !== '');
    const isAmount = tag.endsWith('Amount');
    if (isAmount) rule('PEPPOL-EN16931-R051', node['@currencyID'] === currency);
    if (isAmount && tag !== 'PriceAmount') rule('BR-DEC', /^-?\d+(\.\d{1,2})?$/.test(node.text ?? ''));
  }
  const customization = text(document, 'CustomizationID')!;
  if (customization.includes('peppol')) {
    const process = ['389', '261'].includes(type) ? 'selfbilling' : 'billing';
    rule(
      'PEPPOL-EN16931-R004',
      customization === `${EN}#compliant#urn:fdc:peppol.eu:2017:poacc:${process}:3.0`,
    );
    rule(
      'PEPPOL-EN16931-R007',
      text(document, 'ProfileID') === `urn:fdc:peppol.eu:2017:poacc:${process}:01:1.0`,
    );
    rule('PEPPOL-EN16931-R003', text(document, 'BuyerReference') !== undefined);
    for (const [id, party] of [
      ['R010', buyer],
      ['R020', seller],
    ] as const) {
      const scheme = at(party, 'EndpointID')[0]?.['@schemeID'] as string | undefined;
      rule(`PEPPOL-EN16931-${id}`, scheme !== undefined && /^(0\d{3}|99\d{2})$/.test(scheme));
    }
  } else rule('specification', customization === EN);
  return [...new Set(broken)];
}

const EN = 'urn:cen.eu:en16931:2017';

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

function hundredths(text: string): bigint {
  const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`"${text}" is no amount`);
  return BigInt(`${sign}${whole}${rest.padEnd(2, '0')}`);
}

function parse(xml: string): [string, Node] {
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: 'text' },
    ...{
      removeNSPrefix: true,
      parseTagValue: false,
      alwaysCreateTextNode: true,
      isArray: (_, __, ___, attribute) => !attribute,
    },
  });
  const { '?xml': _, ...roots } = parser.parse(xml) as Record<string, Node[]>;
  const [[tag, [node]]] = Object.entries(roots) as [[string, [Node]]];
  return [tag, node];
}

function* everyNode(node: Node): Generator<{ tag: string; node: Node }> {
  for (const [tag, children] of Object.entries(node)) {
    if (!Array.isArray(children)) continue;
    for (const child of children) {
      const hasChildren = Object.values(child).some(Array.isArray);
      if (!hasChildren) yield { tag, node: child };
      yield* everyNode(child);
    }
  }
}
