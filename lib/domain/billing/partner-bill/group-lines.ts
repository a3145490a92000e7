import type { ChargeKind, ChargeLine } from '@/lib/domain/billing/charge-line';
import type { ChargeCategory, PartnerLine } from '@/lib/domain/billing/partner-bill/partner-line';
import type { Currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { type Exact, exactFromDecimal, exactFromMinor, formatExact, toMinor } from '@/lib/domain/money/exact';
import { formatMinor } from '@/lib/domain/money/money';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { Step } from '@/lib/domain/rating/step';

/** What grouping needs of an accepted line. With `lineCount` it may stand for lines that the database has summed. */
export type AcceptedPartnerLine = Pick<
  PartnerLine,
  'service' | 'chargeCategory' | 'period' | 'quantity' | 'unit' | 'currency' | 'amount'
> & {
  lineCount?: number;
  /** What the line's own tax code says; it goes before the service's. Left out or null: it says nothing. */
  taxClass?: string | null;
};

export type GroupContext = {
  /** For the line keys: the partner's slug and its own number of the bill. */
  partnerKey: string;
  externalId: string;
  partnerBillId: string;
  sourceMode: 'partner' | 'file';
  supplierId: string;
  supplierRole: 'principal' | 'agent';
  sellerId: string;
  agreementId: string;
  /** The billing account's; accepted lines are in it. */
  currency: Currency;
  /** What a service is here; without an entry it goes under its own name and the default tax class. */
  products: ReadonlyMap<string, PartnerProduct>;
  defaultTaxClass: string;
};

export type PartnerProduct = {
  description: string;
  productId: string | null;
  offeringId: string | null;
  taxClass: string;
};

/**
 * Makes bill lines of one billing account's accepted partner lines: one per service, charge category, month of the charge
 * and tax class, which is the line's own, else its service's, else the default; the key names it when it is not the default. Sums are exact and rounded half away once per bill line, so Σ exact of the bill lines is Σ of the partner's lines
 * to the last place; each line says its sum and what rounding did. Order and batching of the lines do not matter.
 * Fails: throws on a line in another currency and on a tax line, which validation never accepts.
 * Example: 0.00000080 + 0.00400000 + 0.00199920 USD is exactly 0.006 and bills 0.01.
 */
export function groupPartnerLines(lines: Iterable<AcceptedPartnerLine>, context: GroupContext): ChargeLine[] {
  const groups = new PartnerLineGroups(context);
  for (const line of lines) groups.add(line);
  return groups.charges();
}

/** The same, for lines that come in chunks. Holds the groups, not the lines. */
export class PartnerLineGroups {
  readonly #context: GroupContext;
  readonly #groups = new Map<string, Group>();

  constructor(context: GroupContext) {
    this.#context = context;
  }

  add(line: AcceptedPartnerLine): void {
    if (line.currency !== this.#context.currency) {
      throw new Error(
        `A line in ${line.currency} cannot be billed to an account in ${this.#context.currency}`,
      );
    }
    const { service, chargeCategory, period } = line;
    const { products, defaultTaxClass } = this.#context;
    const taxClass = line.taxClass ?? products.get(service)?.taxClass ?? defaultTaxClass;
    const month = groupKey(service, chargeCategory, period.from);
    const key = taxClass === defaultTaxClass ? month : `${month}:${escapePart(taxClass)}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = openGroup(line, taxClass);
      this.#groups.set(key, group);
    }
    addTo(group, line);
  }

  /** Ordered by line key. */
  charges(): ChargeLine[] {
    const charges: ChargeLine[] = [];
    for (const key of [...this.#groups.keys()].sort()) {
      charges.push(chargeOf(key, this.#groups.get(key)!, this.#context));
    }
    return charges;
  }
}

type Group = {
  service: string;
  chargeCategory: ChargeCategory;
  taxClass: string;
  from: CivilDate;
  to: CivilDate;
  lineCount: number;
  sum: Decimal;
  /** Null once two lines disagree on the unit, or one has no quantity. */
  quantity: Decimal | null;
  unit: string | null;
};

function openGroup({ service, chargeCategory, period, unit }: AcceptedPartnerLine, taxClass: string): Group {
  const quantity = 0n as Decimal;
  return {
    service,
    chargeCategory,
    taxClass,
    from: period.from,
    to: period.to,
    lineCount: 0,
    sum: 0n as Decimal,
    quantity,
    unit,
  };
}

function addTo(group: Group, { period, quantity, unit, amount, lineCount = 1 }: AcceptedPartnerLine): void {
  if (period.from < group.from) group.from = period.from;
  if (period.to > group.to) group.to = period.to;
  group.lineCount += lineCount;
  group.sum = (group.sum + amount) as Decimal;
  if (group.quantity === null) return;
  const isSummable = quantity !== null && unit === group.unit;
  group.quantity = isSummable ? ((group.quantity + quantity) as Decimal) : null;
  if (!isSummable) group.unit = null;
}

const KIND_OF: Readonly<Record<Exclude<ChargeCategory, 'tax'>, ChargeKind>> = {
  usage: 'usage',
  purchase: 'one_time',
  credit: 'credit',
  adjustment: 'adjustment',
};

function chargeOf(key: string, group: Group, context: GroupContext): ChargeLine {
  const { service, chargeCategory, from, to, quantity, unit } = group;
  if (chargeCategory === 'tax') throw new Error(`A partner's tax line cannot be billed: ${key}`);
  const product = context.products.get(service);
  const exact = exactFromDecimal(group.sum);
  const amountMinor = toMinor(exact, context.currency);
  return {
    lineKey: `pb:${escapePart(context.partnerKey)}:${escapePart(context.externalId)}:${key}`,
    supplierId: context.supplierId,
    supplierRole: context.supplierRole,
    sellerId: context.sellerId,
    productId: product?.productId ?? null,
    offeringId: product?.offeringId ?? null,
    priceId: null,
    description: product?.description ?? service,
    kind: KIND_OF[chargeCategory],
    sourceMode: context.sourceMode,
    partnerBillId: context.partnerBillId,
    period: { from, to },
    quantity,
    unit,
    exact,
    amountMinor,
    taxClass: group.taxClass,
    agreementId: context.agreementId,
    steps: stepsOf(group, exact, amountMinor, context.currency),
  };
}

function stepsOf(group: Group, exact: Exact, amountMinor: bigint, currency: Currency): Step[] {
  const difference = (exactFromMinor(amountMinor, currency) - exact) as Exact;
  const sum = formatExact(exact);
  const result = formatMinor(amountMinor, currency);
  return [
    { code: 'partner_lines', service: group.service, count: String(group.lineCount), sum },
    { code: 'partner_sum_rounded', sum, result, difference: formatExact(difference) },
  ];
}

/** What lines of a bill share that become one bill line, but for the tax class, as the line's key has it. */
export const groupKey = (service: string, chargeCategory: ChargeCategory, from: CivilDate): string =>
  `${escapePart(service)}:${chargeCategory}:${from.slice(0, 7)}`;

function escapePart(text: string): string {
  return text.includes(':') || text.includes('%') ? text.replaceAll('%', '%25').replaceAll(':', '%3A') : text;
}
