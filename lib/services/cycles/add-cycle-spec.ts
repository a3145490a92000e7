import type { CycleSpecRow } from '@/lib/db/cycles';
import type { ServiceContext } from '@/lib/services/context';
import { createCycleSpec } from '@/lib/services/cycles/create-cycle-spec';
import { ensureCycles } from '@/lib/services/cycles/ensure-cycles';

/** Adds a rhythm of billing and opens its first cycles, so that it can be seen at once. Fails as `createCycleSpec` does. */
export async function addCycleSpec(
  ctx: ServiceContext,
  input: Omit<CycleSpecRow, 'id'>,
): Promise<CycleSpecRow> {
  const { id } = await createCycleSpec(ctx, input);
  await ensureCycles(ctx);
  return { id, ...input };
}
