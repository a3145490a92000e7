import type { Decimal } from '@/lib/domain/money/decimal';

/**
 * What a partner's bill says of itself as a whole, beside its lines: an invoice does, a file of charges does not. Amounts are
 * signed as the lines are, so of a credit note they are negative. Null: the bill does not say.
 */
export type BillStatement = {
  /** Of the document, ISO 4217 as the partner wrote it. */
  currency: string;
  number: string;
  /** UNTDID 1001: 380 invoice, 381 credit note, ... */
  typeCode: string;
  issuedOn: string | null;
  dueOn: string | null;
  seller: StatedParty;
  buyer: StatedParty;
  /** Documents this one refers to: what a credit note corrects. */
  precedingNumbers: readonly string[];
  lineTotal: Decimal | null;
  allowanceTotal: Decimal | null;
  chargeTotal: Decimal | null;
  net: Decimal | null;
  tax: Decimal | null;
  gross: Decimal | null;
  prepaid: Decimal | null;
  rounding: Decimal | null;
  payable: Decimal | null;
  taxes: readonly StatedTax[];
};

export type StatedParty = { name: string | null; vatId: string | null; country: string | null };

/** One tax category and rate of the bill. `ratePpm` is null where the category has none (outside the scope of VAT). */
export type StatedTax = {
  category: string;
  ratePpm: bigint | null;
  base: Decimal;
  tax: Decimal;
  reason: string | null;
};

/** Net sums of what was read, lines and document level apart, and by tax category and rate (`S 250000`). */
export type ReadSums = {
  lines: Decimal;
  allowances: Decimal;
  charges: Decimal;
  byTax: ReadonlyMap<string, Decimal>;
};

export const taxKey = (category: string, ratePpm: bigint | null): string => `${category} ${ratePpm ?? 0n}`;
