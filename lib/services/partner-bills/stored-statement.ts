import type { BillStatement, ReadSums } from '@/lib/domain/billing/partner-bill/statement';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { ReadStatement } from '@/lib/integrations/partner-bills/partner-row';

/** A statement as it is stored and shown: every amount as decimal text, rates in parts per million as text. */
export type StoredStatement = {
  [Field in keyof Omit<BillStatement, 'taxes'>]: BillStatement[Field] extends Decimal | null
    ? string | null
    : BillStatement[Field];
} & {
  taxes: { category: string; ratePpm: string | null; base: string; tax: string; reason: string | null }[];
  read: { lines: string; allowances: string; charges: string; byTax: Record<string, string> };
};

export function storeStatement({ statement, sums }: ReadStatement): StoredStatement {
  const stored: Record<string, unknown> = { ...statement };
  for (const field of AMOUNTS) stored[field] = textOf(statement[field]);
  return {
    ...(stored as Omit<StoredStatement, 'taxes' | 'read'>),
    taxes: statement.taxes.map(({ category, ratePpm, base, tax, reason }) => ({
      category,
      ratePpm: ratePpm === null ? null : String(ratePpm),
      base: formatDecimal(base),
      tax: formatDecimal(tax),
      reason,
    })),
    read: {
      lines: formatDecimal(sums.lines),
      allowances: formatDecimal(sums.allowances),
      charges: formatDecimal(sums.charges),
      byTax: Object.fromEntries([...sums.byTax].map(([key, sum]) => [key, formatDecimal(sum)])),
    },
  };
}

export function restoreStatement({ read, taxes, ...stored }: StoredStatement): ReadStatement {
  const amounts = Object.fromEntries(AMOUNTS.map((field) => [field, amountOf(stored[field])]));
  const statement = {
    ...stored,
    ...amounts,
    taxes: taxes.map(({ category, ratePpm, base, tax, reason }) => ({
      category,
      ratePpm: ratePpm === null ? null : BigInt(ratePpm),
      base: decimal(base),
      tax: decimal(tax),
      reason,
    })),
  } as BillStatement;
  const sums: ReadSums = {
    lines: decimal(read.lines),
    allowances: decimal(read.allowances),
    charges: decimal(read.charges),
    byTax: new Map(Object.entries(read.byTax).map(([key, sum]) => [key, decimal(sum)])),
  };
  return { statement, sums };
}

const AMOUNTS = [
  'lineTotal',
  'allowanceTotal',
  'chargeTotal',
  'net',
  'tax',
  'gross',
  'prepaid',
  'rounding',
  'payable',
] as const;

const textOf = (amount: Decimal | null): string | null => (amount === null ? null : formatDecimal(amount));
const amountOf = (text: string | null): Decimal | null => (text === null ? null : decimal(text));
