import { listOperatorIds } from '@/lib/db/tenant';
import { systemActor } from '@/lib/domain/access/actor';
import { ensureCycles } from '@/lib/services/cycles/ensure-cycles';

/** Opens, for every operator, the cycles that have begun by now. Only a worker may see all operators. */
export async function ensureAllCycles(now: string): Promise<void> {
  for (const operatorId of await listOperatorIds())
    await ensureCycles({ actor: systemActor(operatorId), now });
}
