import type { BillStatement, ReadSums } from '@/lib/domain/billing/partner-bill/statement';
import type { Decimal } from '@/lib/domain/money/decimal';
import type { Period } from '@/lib/domain/period/period';
import type { AppError } from '@/lib/errors';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type {
  PartnerBillReader,
  PartnerRow,
  ReadStatement,
} from '@/lib/integrations/partner-bills/partner-row';
import {
  signedAmount,
  statedParty,
  statedTaxes,
  statedTaxTotal,
} from '@/lib/integrations/partner-bills/ubl/ubl-amounts';
import {
  objectIdentifier,
  periodOf,
  readUblAllowance,
  readUblLine,
  type UblHead,
} from '@/lib/integrations/partner-bills/ubl/ubl-line';
import { parseXml, refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * An invoice or credit note in UBL 2.1, as EN 16931 binds it (docs.peppol.eu/poacc/billing/3.0). Each line is a row, and so is each
 * allowance and charge of the whole document; of a credit note every amount is negative. The account is the invoiced object
 * (BT-128, BT-18), the payer is the buyer's number at the seller, else its identifier.
 */
export const ublReader: PartnerBillReader = {
  columns: {
    account: 'DocumentReference',
    currency: 'DocumentCurrencyCode',
    service: 'Item/Name',
    chargeCategory: 'AllowanceCharge',
    periodFrom: 'InvoicePeriod/StartDate',
    lineKey: 'ID',
  },
  read: readUbl,
};

async function* readUbl(
  bytes: AsyncIterable<Uint8Array>,
  cycle: Period,
): AsyncGenerator<PartnerRow[], ReadStatement> {
  const document = parseXml(await collect(bytes));
  const isCredit = document.root === 'CreditNote';
  if (!isCredit && document.root !== 'Invoice') throw notUbl(document.root);
  const { element } = document;
  const head = readHead(element, isCredit, cycle);

  const lines = element.all(isCredit ? 'CreditNoteLine' : 'InvoiceLine');
  if (lines.length === 0) throw refuse('no_rows', 'The invoice has no lines. Send it with its lines.');
  const sums = { lines: 0n, allowances: 0n, charges: 0n };
  const byTax = new Map<string, Decimal>();
  let lineNo = 0;
  let batch: PartnerRow[] = [];
  for (const part of [...lines, ...element.all('AllowanceCharge')]) {
    const isLine = lineNo < lines.length;
    lineNo += 1;
    const { row, amount, taxKey } = isLine
      ? readUblLine(part, lineNo, head)
      : readUblAllowance(part, lineNo, head);
    if (isLine) sums.lines += amount;
    else if (part.text('ChargeIndicator') === 'true') sums.charges += amount;
    else sums.allowances -= amount;
    byTax.set(taxKey, ((byTax.get(taxKey) ?? 0n) + amount) as Decimal);
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  return { statement: readStatement(element, head), sums: { ...(sums as Omit<ReadSums, 'byTax'>), byTax } };
}

const BATCH_ROWS = 1000;
/** An invoice of one buyer; charges by the million come as FOCUS or CSV, which are read row by row. */
const MAX_XML_BYTES = 30_000_000;

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.byteLength;
    if (length > MAX_XML_BYTES) {
      throw refuse(
        'file_too_large',
        `An invoice has at most ${MAX_XML_BYTES / 1_000_000} MB. Send its attachments apart, or the charges as FOCUS.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readHead(element: XmlElement, isCredit: boolean, cycle: Period): UblHead {
  const number = element.text('ID');
  const currency = element.text('DocumentCurrencyCode');
  if (number === null)
    throw refuse('number_missing', 'The invoice has no number (ID). Export it again with one.');
  if (currency === null) {
    throw refuse(
      'currency_missing',
      'The invoice names no currency (DocumentCurrencyCode). Export it again with one.',
    );
  }
  const buyer = element.find('AccountingCustomerParty');
  const party = buyer?.find('Party') ?? null;
  return {
    number,
    currency,
    isCredit,
    period: readPeriod(element) ?? cycle,
    payer:
      buyer?.text('SupplierAssignedAccountID') ??
      party?.text('PartyIdentification/ID') ??
      statedParty(element, 'AccountingCustomerParty').vatId ??
      party?.text('PartyLegalEntity/CompanyID') ??
      party?.text('EndpointID') ??
      null,
    account: objectIdentifier(element, 'AdditionalDocumentReference'),
    accountName: statedParty(element, 'AccountingCustomerParty').name,
    sellerName: statedParty(element, 'AccountingSupplierParty').name ?? '',
    keys: new LineKeys(),
  };
}

/** Null when the document names no period. */
function readPeriod(element: XmlElement): Period | null {
  const from = element.text('InvoicePeriod/StartDate') ?? element.text('InvoicePeriod/EndDate');
  const last = element.text('InvoicePeriod/EndDate') ?? from;
  if (from === null || last === null) return null;
  const period = periodOf(from, last);
  if (period) return period;
  throw refuse(
    'bad_period',
    `The invoice's period (${from.slice(0, 20)} to ${last.slice(0, 20)}) is none: correct it and send the invoice again.`,
  );
}

function readStatement(element: XmlElement, { number, currency, isCredit }: UblHead): BillStatement {
  const total = (name: string) => signedAmount(element, `LegalMonetaryTotal/${name}`, isCredit);
  return {
    currency,
    number,
    typeCode:
      element.text('InvoiceTypeCode') ?? element.text('CreditNoteTypeCode') ?? (isCredit ? '381' : '380'),
    issuedOn: element.text('IssueDate'),
    dueOn: element.text('DueDate') ?? element.text('PaymentMeans/PaymentDueDate'),
    seller: statedParty(element, 'AccountingSupplierParty'),
    buyer: statedParty(element, 'AccountingCustomerParty'),
    precedingNumbers: element
      .all('BillingReference')
      .flatMap((reference) => reference.text('InvoiceDocumentReference/ID') ?? []),
    lineTotal: total('LineExtensionAmount'),
    allowanceTotal: total('AllowanceTotalAmount'),
    chargeTotal: total('ChargeTotalAmount'),
    net: total('TaxExclusiveAmount'),
    tax: statedTaxTotal(element, currency, isCredit),
    gross: total('TaxInclusiveAmount'),
    prepaid: total('PrepaidAmount'),
    rounding: total('PayableRoundingAmount'),
    payable: total('PayableAmount'),
    taxes: statedTaxes(element, currency, isCredit),
  };
}

function notUbl(root: string): AppError {
  const known: Readonly<Record<string, string>> = {
    FatturaElettronica: 'a FatturaPA',
    CrossIndustryInvoice: 'a CII (Factur-X, ZUGFeRD) invoice',
    html: 'a web page',
  };
  return refuse(
    'not_ubl',
    `The file is ${known[root] ?? `an XML document "${root.slice(0, 40)}"`}, not a UBL invoice or credit note. Export it as UBL 2.1.`,
  );
}
