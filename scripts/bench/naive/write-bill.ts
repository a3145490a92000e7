import { newId } from '@/lib/db/id';
import type { TenantClient } from '@/lib/db/tenant';
import { type Fraction, fraction, rounded, times } from '../oracle/fraction';
import type { NaiveCycle, NaiveLine, Row } from './naive-line';

export type NaiveBill = {
  id: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  earnedBy: ReadonlyMap<string, bigint>;
};

/** A draft, its lines, their shares and its tax: one statement a row. */
export async function writeBill(
  tx: TenantClient,
  cycle: NaiveCycle,
  account: Row<'billingAccount'>,
  lines: readonly NaiveLine[],
): Promise<NaiveBill> {
  const { operatorId, operatorPartyId, runId } = cycle;
  const [head, id] = [{ operatorId, billingAccountId: account.id }, newId()];
  const amounts = lines.map(({ exact }) => rounded(times(exact, fraction('100'))));
  const netMinor = amounts.reduce((sum, amount) => sum + amount, 0n);
  const taxMinor = rounded({ n: netMinor * 23n, d: 100n });
  const totalMinor = netMinor + taxMinor;
  const period = { periodFrom: new Date(cycle.from), periodTo: new Date(cycle.to) };
  const digest = Buffer.alloc(32);
  await tx.bill.create({
    data: {
      ...{ ...head, ...period, id, cycleId: cycle.id, runId, state: 'draft', currency: account.currency },
      ...{ netMinor, taxMinor, totalMinor, amountDueMinor: totalMinor },
      ...{ draftHash: digest, sharesHash: digest, parties: {} },
    },
  });
  const earnedBy = new Map<string, bigint>();
  for (const [position, line] of lines.entries()) {
    const lineId = newId();
    const amountMinor = amounts[position]!;
    const { product, price, offering, plan, term } = line;
    await tx.billLine.create({
      data: {
        ...{
          ...head,
          ...period,
          id: lineId,
          billId: id,
          position,
          lineKey: `${product.id}:${price.key}:${cycle.from}`,
        },
        ...{ supplierId: offering.supplierId, supplierRole: term ? 'principal' : 'operator' },
        ...{ sellerId: operatorPartyId, productId: product.id, offeringId: offering.id, priceId: price.id },
        ...{ agreementId: term?.agreementId ?? null, kind: plan.kind, sourceMode: term ? 'hub' : 'own' },
        ...{
          description: product.name,
          quantity: decimalText(line.quantity),
          exact: decimalText(line.exact),
        },
        ...{ unit: plan.kind === 'usage' ? 'u' : null, amountMinor, steps: [] },
        ...{ taxClass: offering.taxClass, taxCategory: 'S', taxRatePpm: 230_000n },
      },
    });
    for (const share of sharesOf(line, amountMinor, operatorPartyId)) {
      earnedBy.set(share.partyId, (earnedBy.get(share.partyId) ?? 0n) + share.amountMinor);
      await tx.lineShare.create({
        data: { ...head, ...share, billId: id, lineId, cycleId: cycle.id, steps: [] },
      });
    }
  }
  const tax = { sellerId: operatorPartyId, category: 'S', ratePpm: 230_000n, baseMinor: netMinor, taxMinor };
  await tx.billTax.create({ data: { ...head, billId: id, ...tax } });
  return { id, netMinor, taxMinor, totalMinor, earnedBy };
}

function sharesOf({ offering, term }: NaiveLine, amountMinor: bigint, operatorPartyId: string) {
  if (term === null) return [{ partyId: operatorPartyId, amountMinor }];
  const { ratePercent } = term.terms as { ratePercent: string };
  const earned = rounded({ n: amountMinor * BigInt(ratePercent), d: 100n });
  const { agreementId, id: termId } = term;
  return [
    { partyId: operatorPartyId, amountMinor: amountMinor - earned },
    { partyId: offering.supplierId, amountMinor: earned, agreementId, termId },
  ];
}

/** Exact for powers of ten below the line, which is all there are here. */
function decimalText({ n, d }: Fraction): string {
  const digits = String(d).length - 1;
  const text = String(n).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
