import pg from 'pg';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import {
  type BillingWorld,
  buildBillingWorld,
  NOW,
  type WorldOptions,
  worldId,
} from '@/lib/services/bill-runs/billing-world.fixture';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import type { ServiceContext } from '@/lib/services/context';

export type IssuedWorldOptions = WorldOptions & {
  /** What else there is before the cycle is billed. */
  prepare?: (owner: pg.Client, world: string) => Promise<unknown>;
};

export type IssuedWorld = BillingWorld & { name: string; ctx: ServiceContext };

/**
 * A billing world whose cycle is issued. Of its partners Aegis and Sentinel, which Aegis resells, share in what is collected; SkyMesh
 * (a graduated percentage) and Cumulus (an agent, with bills of its own) in what is billed.
 */
export async function buildIssuedWorld(
  ownerUrl: string,
  { name = 'meridian', prepare, ...options }: IssuedWorldOptions,
): Promise<IssuedWorld> {
  const world = await buildBillingWorld(ownerUrl, { name, ...options });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`update settlement_term set basis = 'collected' where id = any($1::uuid[])`, [
    ['aegis', 'sentinel'].map((partner) => worldId(`${name}:term:${partner}`)),
  ]);
  await prepare?.(owner, name);
  await owner.end();
  const ctx = { actor: systemActor(world.operatorId), now: NOW };
  const { id } = await startBillRun(ctx, { cycleId: world.cycleId });
  await advanceBillRun(ctx, id, {});
  await approveBillRun(ctx, id);
  await issueBillRun(ctx, id, {});
  return { ...world, name, ctx };
}
