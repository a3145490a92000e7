import type { LinePart } from '@/lib/domain/billing/credit-note/credit-parts';
import type { CreditableLine } from '@/lib/domain/billing/credit-note/line-family';
import { taxOn } from '@/lib/domain/tax/compute-tax';

export type TaxedLine = CreditableLine & { sellerId: string; taxCategory: string; taxRatePpm: bigint };

/** One of the bill's taxes, as it was issued. */
export type IssuedTax = {
  sellerId: string;
  category: string;
  ratePpm: bigint;
  reasonCode: string | null;
  reason: string | null;
  baseMinor: bigint;
  taxMinor: bigint;
};

export type CreditNoteTax = IssuedTax;

/** The legal document of one seller. UNTDID 1001: 381 credit note; 380 when it takes back what that seller had credited. */
export type CreditNoteDocument = {
  sellerId: string;
  typeCode: '380' | '381';
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
};

/** What goes back to the customer: positive, and with the sign of the line where that is below nothing. */
export type CreditNote = {
  parts: LinePart[];
  taxes: CreditNoteTax[];
  documents: CreditNoteDocument[];
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
};

/**
 * The credit note that takes these parts of a bill's lines. Its taxes are, per seller, category and rate, the tax on all that is credited
 * with it less the tax on what was credited before, rounded once a group: whatever the order and number of credit notes, all of them
 * together have the bill's tax when all is credited. One legal document per seller.
 * Invariant, in minor units: Σ parts + Σ taxes = total = Σ documents.
 * Example: two credits of 0.01 of 0.02 at 23 % (tax 0.00): 0.01 + 0.00 each.
 */
export function creditNoteOf(
  lines: readonly TaxedLine[],
  billTaxes: readonly IssuedTax[],
  parts: readonly LinePart[],
): CreditNote {
  const partOf = new Map(parts.map(({ lineId, amountMinor }) => [lineId, amountMinor]));
  const taxes: CreditNoteTax[] = [];
  const documents = new Map<string, CreditNoteDocument>();
  for (const tax of billTaxes) {
    let [beforeMinor, baseMinor, touched] = [0n, 0n, false];
    for (const line of lines) {
      if (!isOf(line, tax)) continue;
      const part = partOf.get(line.lineId);
      beforeMinor += line.creditedMinor;
      baseMinor += part ?? 0n;
      touched ||= part !== undefined;
    }
    if (!touched) continue;
    const taxMinor = taxOn(beforeMinor + baseMinor, tax.ratePpm) - taxOn(beforeMinor, tax.ratePpm);
    taxes.push({ ...tax, baseMinor, taxMinor });
    addTo(documents, tax.sellerId, baseMinor, taxMinor);
  }
  const netMinor = parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0n);
  return {
    parts: [...parts],
    taxes,
    documents: [...documents.values()],
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
  };
}

const isOf = (line: TaxedLine, tax: IssuedTax): boolean =>
  line.sellerId === tax.sellerId && line.taxCategory === tax.category && line.taxRatePpm === tax.ratePpm;

function addTo(
  documents: Map<string, CreditNoteDocument>,
  sellerId: string,
  netMinor: bigint,
  taxMinor: bigint,
): void {
  const sums = documents.get(sellerId) ?? { netMinor: 0n, taxMinor: 0n };
  const net = sums.netMinor + netMinor;
  const tax = sums.taxMinor + taxMinor;
  const totalMinor = net + tax;
  const typeCode = totalMinor < 0n ? '380' : '381';
  documents.set(sellerId, { sellerId, typeCode, netMinor: net, taxMinor: tax, totalMinor });
}
