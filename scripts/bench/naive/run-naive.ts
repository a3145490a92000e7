import { newId } from '@/lib/db/id';
import { type TenantClient, withTenant } from '@/lib/db/tenant';
import type { VolumeWorld } from '@/prisma/seed/worlds/volume';
import { chargeOf, type Plan } from '../oracle/charge';
import { fraction } from '../oracle/fraction';
import { issueBill } from './issue-bill';
import type { NaiveLine } from './naive-line';
import { writeBill } from './write-bill';

/**
 * How a billing loop is first written: account after account, each read and written through Prisma, draft and issue in one go.
 * It writes no explanations, which is in its favour. Answers the milliseconds it took.
 */
export async function runNaive({ world, spec }: VolumeWorld, issuedOn: string): Promise<number> {
  const { operatorId, operatorPartyId } = world;
  const scope = { operatorId, partnerId: null, customerId: null };
  const runId = newId();
  const cycle = { operatorId, operatorPartyId, id: spec.open.id, ...spec.open.period, issuedOn, runId };
  const since = performance.now();
  const accounts = await withTenant(scope, async (tx) => {
    const run = { operatorId, id: runId, cycleId: cycle.id, state: 'approved', requestedBy: 'naive' };
    await tx.billRun.create({ data: run });
    return tx.billingAccount.findMany({ where: { operatorId }, orderBy: { id: 'asc' } });
  });
  for (const account of accounts) {
    await withTenant(scope, async (tx) => {
      const lines = await rate(tx, operatorId, account.id);
      const bill = await writeBill(tx, cycle, account, lines);
      await issueBill(tx, cycle, account, bill);
    });
  }
  return performance.now() - since;
}

/** The operator's own lines first, as on any bill. */
async function rate(tx: TenantClient, operatorId: string, billingAccountId: string): Promise<NaiveLine[]> {
  const mine = { where: { operatorId, billingAccountId } };
  const products = await tx.product.findMany({ ...mine, orderBy: { id: 'asc' } });
  const totals = await tx.usageTotal.findMany(mine);
  const lines: NaiveLine[] = [];
  for (const product of products) {
    const price = await tx.productOfferingPrice.findFirstOrThrow({
      where: { operatorId, id: product.priceIds[0]! },
    });
    const offering = await tx.productOffering.findFirstOrThrow({
      where: { operatorId, id: price.offeringId },
    });
    const plan = price.plan as unknown as Plan;
    const used = totals.find(({ productId }) => productId === product.id)?.quantity ?? 0;
    const units = fraction((plan.kind === 'usage' ? used : product.quantity).toString());
    const exact = chargeOf(plan, units);
    if (plan.kind === 'usage' && exact.n === 0n) continue;
    const quantity = plan.model === 'flat' ? fraction('1') : units;
    const term = await findTerm(tx, operatorId, offering.id);
    lines.push({ product, price, offering, plan, quantity, exact, term });
  }
  return lines.sort((a, b) => Number(a.term !== null) - Number(b.term !== null));
}

async function findTerm(tx: TenantClient, operatorId: string, offeringId: string) {
  const link = await tx.offeringChainLink.findFirst({ where: { operatorId, offeringId } });
  return link && tx.settlementTerm.findFirst({ where: { operatorId, agreementId: link.agreementId } });
}
