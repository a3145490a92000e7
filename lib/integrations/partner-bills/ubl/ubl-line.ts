import { taxKey } from '@/lib/domain/billing/partner-bill/statement';
import { type Decimal, formatDecimal, negateDecimal } from '@/lib/domain/money/decimal';
import type { Issue } from '@/lib/domain/money/issue';
import { addDays, type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import type { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type { PartnerRow } from '@/lib/integrations/partner-bills/partner-row';
import { percentToPpm, signedAmount, ublDecimal } from '@/lib/integrations/partner-bills/ubl/ubl-amounts';
import type { XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/** What the lines of a document share. */
export type UblHead = {
  number: string;
  currency: string;
  isCredit: boolean;
  /** The days a line without a period of its own is for. */
  period: Period;
  payer: string | null;
  account: string | null;
  accountName: string | null;
  sellerName: string;
  keys: LineKeys;
};

/** A line or a document-level allowance or charge, with what its tax is counted under. */
export type UblRow = { row: PartnerRow; amount: Decimal; taxKey: string };

/** One invoice or credit note line. Its amount is its net, after its own allowances and charges (BT-131). */
export function readUblLine(line: XmlElement, lineNo: number, head: UblHead): UblRow {
  const id = line.text('ID') ?? String(lineNo);
  const issues: Issue[] = [];
  const amount = readAmount(line, 'LineExtensionAmount', lineNo, head, issues);
  const period = readPeriod(line, lineNo, head.period, issues);
  const quantity = ublDecimal(line.text('InvoicedQuantity') ?? line.text('CreditedQuantity'));
  const unit =
    (line.find('InvoicedQuantity') ?? line.find('CreditedQuantity'))?.attribute('unitCode') ?? null;
  const name = line.text('Item/Name') ?? line.text('Item/Description') ?? id;
  const tax = line.find('Item/ClassifiedTaxCategory');
  return rowOf(head, line, lineNo, issues, {
    id: `line:${id}`,
    service: name,
    category: line.text('Item/CommodityClassification/ItemClassificationCode') ?? '',
    description: line.text('Item/Description') ?? line.text('Note') ?? name,
    chargeCategory: (amount ?? 0n) < 0n ? 'credit' : 'purchase',
    account: objectIdentifier(line, 'DocumentReference') ?? head.account,
    quantity: quantity !== null && head.isCredit ? negateDecimal(quantity) : quantity,
    unit,
    amount,
    period,
    tax,
  });
}

/** A document-level allowance takes away, a charge adds: each is a line of the partner's bill. */
export function readUblAllowance(part: XmlElement, lineNo: number, head: UblHead): UblRow {
  const isCharge = part.text('ChargeIndicator') === 'true';
  const issues: Issue[] = [];
  const stated = readAmount(part, 'Amount', lineNo, head, issues);
  const amount = stated === null || isCharge ? stated : negateDecimal(stated);
  const reason = part.text('AllowanceChargeReason') ?? part.text('AllowanceChargeReasonCode');
  return rowOf(head, part, lineNo, issues, {
    id: `${isCharge ? 'charge' : 'allowance'}:${lineNo}`,
    service: reason ?? (isCharge ? 'Charge' : 'Allowance'),
    category: '',
    description: reason ?? (isCharge ? 'Charge on the invoice' : 'Allowance on the invoice'),
    chargeCategory: 'adjustment',
    account: head.account,
    quantity: null,
    unit: null,
    amount,
    period: head.period,
    tax: part.find('TaxCategory'),
  });
}

/** BT-18 and BT-128, the invoiced object: a subscription, a meter, an account of the buyer at the seller. */
export function objectIdentifier(element: XmlElement, name: string): string | null {
  const reference = element.all(name).find((candidate) => candidate.text('DocumentTypeCode') === '130');
  return reference?.text('ID') ?? null;
}

type LineParts = {
  id: string;
  service: string;
  category: string;
  description: string;
  chargeCategory: 'purchase' | 'credit' | 'adjustment';
  account: string | null;
  quantity: Decimal | null;
  unit: string | null;
  amount: Decimal | null;
  period: Period | null;
  tax: XmlElement | null;
};

function rowOf(
  head: UblHead,
  element: XmlElement,
  lineNo: number,
  issues: readonly Issue[],
  { id, account, amount, period, tax, ...parts }: LineParts,
): UblRow {
  const source = element.texts();
  const key = keyOfTax(tax);
  const taxCode = codeOfTax(tax);
  if (amount === null || period === null || issues.length > 0) {
    const unreadable = { lineNo, unreadable: issues };
    const row = {
      line: unreadable,
      source,
      externalName: head.accountName,
      chargeFromAt: null,
      chargeToAt: null,
    };
    return { row, amount: amount ?? (0n as Decimal), taxKey: key };
  }
  const line = {
    lineNo,
    lineKey: head.keys.ofId(`${head.number}:${id}`, [head.sellerName]),
    externalPayer: head.payer,
    externalAccount: account,
    ...parts,
    taxCode,
    currency: head.currency,
    amount,
    period,
  };
  const instants = { chargeFromAt: `${period.from}T00:00:00Z`, chargeToAt: `${period.to}T00:00:00Z` };
  return { row: { line, source, externalName: head.accountName, ...instants }, amount, taxKey: key };
}

const keyOfTax = (category: XmlElement | null): string =>
  taxKey(category?.text('ID') ?? '', percentToPpm(category?.text('Percent') ?? null));

/** How the partner names a line's tax: category and rate, `S:23`, or a category that has none. */
function codeOfTax(tax: XmlElement | null): string | null {
  const category = tax?.text('ID') ?? null;
  const percent = ublDecimal(tax?.text('Percent') ?? null);
  if (category === null) return null;
  return percent === null ? category : `${category}:${formatDecimal(percent)}`;
}

function readAmount(
  element: XmlElement,
  name: string,
  lineNo: number,
  head: UblHead,
  issues: Issue[],
): Decimal | null {
  const amount = signedAmount(element, name, head.isCredit);
  const written = element.text(name);
  if (amount === null) {
    const words =
      written === null ? 'has no amount' : `"${written.slice(0, 40)}" is not a number of up to 15 decimals`;
    issues.push(fault('bad_number', lineNo, name, words));
    return null;
  }
  const currency = element.find(name)?.attribute('currencyID');
  if (currency != null && currency !== head.currency) {
    issues.push(
      fault(
        'currency_mismatch',
        lineNo,
        name,
        `is in ${currency.slice(0, 10)}, and the invoice is in ${head.currency}`,
      ),
    );
  }
  return amount;
}

/** UBL's end is the last day; ours is the day after. */
function readPeriod(line: XmlElement, lineNo: number, otherwise: Period, issues: Issue[]): Period | null {
  const from = line.text('InvoicePeriod/StartDate');
  const last = line.text('InvoicePeriod/EndDate');
  if (from === null && last === null) return otherwise;
  const period = periodOf(from ?? last!, last ?? from!);
  if (period === null)
    issues.push(
      fault(
        'bad_period',
        lineNo,
        'InvoicePeriod',
        'is no period: its end is before its start, or a day does not exist',
      ),
    );
  return period;
}

/** Null when a day does not exist or the last one comes before the first. A zone behind a date is left out. */
export function periodOf(from: string, last: string): Period | null {
  const [first, end] = [
    parseCivilDate(from.slice(0, 10)),
    parseCivilDate(last.slice(0, 10)),
  ] as (CivilDate | null)[];
  if (first == null || end == null || end < first) return null;
  return { from: first, to: addDays(end, 1) };
}

const fault = (code: string, lineNo: number, name: string, words: string): Issue => ({
  code,
  severity: 'error',
  path: `lines.${lineNo}.${name}`,
  message: `Line ${lineNo}, ${name}: ${words}.`,
});
