import type pg from 'pg';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';
import { chargeOf, type Plan } from './charge';
import { fraction, isEqual, rounded, times } from './fraction';

export type Comparison = { lines: number; shares: number; bills: number; differences: string[] };

const ACCOUNTS_PER_READ = 1000;

/** Computes every line, share and tax of an operator's cycle again, from products, totals and prices, and compares with the stored. */
export async function compareWithOracle(owner: pg.Client, { world, spec }: VolumeWorld): Promise<Comparison> {
  const found: Comparison = { lines: 0, shares: 0, bills: 0, differences: [] };
  const { rows } = await owner.query<{ id: string }>(
    'select id from billing_account where operator_id = $1 order by id',
    [world.operatorId],
  );
  for (let from = 0; from < rows.length; from += ACCOUNTS_PER_READ) {
    const ids = rows.slice(from, from + ACCOUNTS_PER_READ).map(({ id }) => id);
    const given = [world.operatorId, ids, spec.open.id];
    const products = (await owner.query<ProductRow>(PRODUCTS, given)).rows;
    const lines = (await owner.query<LineRow>(LINES, given)).rows;
    const bills = (await owner.query<BillRow>(BILLS, given)).rows;
    compareLines(products, lines, world.operatorPartyId, found);
    compareBills(lines, bills, found);
  }
  return found;
}

type ProductRow = {
  id: string;
  quantity: string;
  used: string | null;
  plan: Plan;
  supplier: string;
  percent: string | null;
};
type LineRow = {
  bill: string;
  product: string;
  quantity: string;
  exact: string;
  amount: string;
  rate: string;
  shares: Record<string, string>;
};
type BillRow = { id: string; net: string; tax: string; total: string };

function compareLines(
  products: readonly ProductRow[],
  lines: readonly LineRow[],
  operatorPartyId: string,
  found: Comparison,
): void {
  const stored = new Map(lines.map((line) => [line.product, line]));
  found.lines += lines.length;
  for (const product of products) {
    const { plan, supplier, percent } = product;
    const units = fraction(plan.kind === 'usage' ? (product.used ?? '0') : product.quantity);
    const exact = chargeOf(plan, units);
    const line = stored.get(product.id);
    stored.delete(product.id);
    if (plan.kind === 'usage' && exact.n === 0n) {
      if (line) found.differences.push(`${product.id}: a line for nothing`);
      continue;
    }
    const amount = rounded(times(exact, fraction('100')));
    const shown = plan.model === 'flat' ? fraction('1') : units;
    const earned = percent === null ? 0n : rounded(times(fraction(`${amount}`), fraction(percent)));
    const shares =
      percent === null
        ? { [operatorPartyId]: `${amount}` }
        : { [operatorPartyId]: `${amount - earned}`, [supplier]: `${earned}` };
    found.shares += Object.keys(line?.shares ?? {}).length;
    const isSame =
      line !== undefined &&
      isEqual(fraction(line.exact), exact) &&
      isEqual(fraction(line.quantity), shown) &&
      line.amount === `${amount}` &&
      sameEntries(line.shares, shares);
    if (!isSame) {
      found.differences.push(
        `${product.id}: stored ${JSON.stringify(line)}, expected ${amount} ${JSON.stringify(shares)}`,
      );
    }
  }
  for (const product of stored.keys()) found.differences.push(`${product}: a line of no product`);
}

function sameEntries(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Tax is once per bill and rate on the sum of its lines. */
function compareBills(lines: readonly LineRow[], bills: readonly BillRow[], found: Comparison): void {
  const nets = new Map<string, bigint>();
  const rates = new Map<string, string>();
  for (const { bill, amount, rate } of lines) {
    nets.set(bill, (nets.get(bill) ?? 0n) + BigInt(amount));
    rates.set(bill, rate);
  }
  found.bills += bills.length;
  for (const { id, net, tax, total } of bills) {
    const sum = nets.get(id) ?? 0n;
    const levied = rounded({ n: sum * BigInt(rates.get(id) ?? '0'), d: 1_000_000n });
    if (net === `${sum}` && tax === `${levied}` && total === `${sum + levied}`) continue;
    found.differences.push(`bill ${id}: stored ${net} + ${tax} = ${total}, expected ${sum} + ${levied}`);
  }
}

const PRODUCTS = `
  select p.id, p.quantity::text, u.quantity::text as used, r.plan, o.supplier_id as supplier,
    ((t.terms ->> 'ratePercent')::numeric / 100)::text as percent
  from product p
  join product_offering_price r on r.operator_id = p.operator_id and r.id = p.price_ids[1]
  join product_offering o on o.operator_id = r.operator_id and o.id = r.offering_id
  left join offering_chain_link c on c.operator_id = o.operator_id and c.offering_id = o.id
  left join settlement_term t on t.operator_id = c.operator_id and t.agreement_id = c.agreement_id
  left join usage_total u on u.operator_id = p.operator_id and u.billing_account_id = p.billing_account_id and u.product_id = p.id
    and u.period_from = (select period_from from billing_cycle where operator_id = $1 and id = $3)
  where p.operator_id = $1 and p.billing_account_id = any($2)`;

const LINES = `
  select l.bill_id as bill, l.product_id as product, l.quantity::text, l.exact::text, l.amount_minor::text as amount,
    r.rate_ppm::text as rate, (
      select json_object_agg(s.party_id, s.amount_minor::text) from line_share s
      where s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id and s.bill_id = l.bill_id
        and s.line_id = l.id) as shares
  from bill b
  join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id and l.bill_id = b.id
  join tax_rate r on r.operator_id = l.operator_id and r.tax_class = l.tax_class
  where b.operator_id = $1 and b.billing_account_id = any($2) and b.cycle_id = $3`;

const BILLS = `
  select id, net_minor::text as net, tax_minor::text as tax, total_minor::text as total
  from bill where operator_id = $1 and billing_account_id = any($2) and cycle_id = $3`;
