import { addDecimal, DECIMAL_ZERO, decimal, formatDecimal, negateDecimal } from '@/lib/domain/money/decimal';

type Summed = {
  total: string;
  tax: string;
  sections: readonly { supplier: string; name: string; net: string }[];
};

export type ComparedRow = { supplier: string; name: string; last: string; change: string };

/**
 * Supplier by supplier, what is on the bill so far less what was on the last one; VAT is a row of its own (`tax`). A supplier on
 * only one of the two counts as nought on the other, so the changes sum to the change of the total.
 */
export function compareWithLast(now: Summed, last: Summed): { rows: ComparedRow[]; change: string } {
  const current = amountsOf(now);
  const before = amountsOf(last);
  const suppliers = new Map([...current, ...before].map(([supplier, { name }]) => [supplier, name]));
  const rows = [...suppliers].map(([supplier, name]) => {
    const was = before.get(supplier)?.amount ?? DECIMAL_ZERO;
    const is = current.get(supplier)?.amount ?? DECIMAL_ZERO;
    return {
      supplier,
      name,
      last: formatDecimal(was),
      change: formatDecimal(addDecimal(is, negateDecimal(was))),
    };
  });
  const total = addDecimal(decimal(now.total), negateDecimal(decimal(last.total)));
  return {
    rows: rows.sort((a, b) => Number(a.supplier === 'tax') - Number(b.supplier === 'tax')),
    change: formatDecimal(total),
  };
}

/** A supplier may have two sections, as principal and as agent. */
function amountsOf({ sections, tax }: Summed) {
  const amounts = new Map<string, { name: string; amount: ReturnType<typeof decimal> }>();
  for (const { supplier, name, net } of sections) {
    const before = amounts.get(supplier)?.amount ?? DECIMAL_ZERO;
    amounts.set(supplier, { name, amount: addDecimal(before, decimal(net)) });
  }
  if (decimal(tax) !== 0n) amounts.set('tax', { name: 'tax', amount: decimal(tax) });
  return amounts;
}
