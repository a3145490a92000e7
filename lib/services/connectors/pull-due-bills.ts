import { type DuePull, listDuePulls } from '@/lib/db/connectors';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { log } from '@/lib/log';
import { pullPartnerBill } from '@/lib/services/connectors/pull-partner-bill';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { settleExpectations } from '@/lib/services/expectations/settle-expectations';

/** A partner that was not ready is asked again after this. */
const PAUSE_MINUTES = 15;
/**
 * Partners are slow, not heavy: all are asked at once, each by one caller, so that a dead one delays no other. What is waited for
 * holds no connection to the database; those that have answered share the pool's.
 */
const PARTNERS_AT_ONCE = 500;

/** Asks every live connector for what its partner owes now. Answers how many were asked; what came of each is on record. */
export async function pullDueBills(ctx: ServiceContext, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'partner-bill.receive');
  const due = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await settleExpectations(sql, ctx);
    return listDuePulls(sql, ctx.now, PAUSE_MINUTES);
  });
  const queues = perPartner(due);
  let asked = 0;
  const lane = async () => {
    for (let queue = queues.shift(); queue && !signal?.aborted; queue = queues.shift()) {
      for (const pull of queue) {
        if (signal?.aborted) return;
        asked += 1;
        await pullSafely(ctx, pull);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARTNERS_AT_ONCE, queues.length) }, lane));
  return asked;
}

function perPartner(due: readonly DuePull[]): DuePull[][] {
  const queues = new Map<string, DuePull[]>();
  for (const pull of due) queues.set(pull.partnerId, [...(queues.get(pull.partnerId) ?? []), pull]);
  return [...queues.values()];
}

/** A defect in one partner's pull must not keep the others waiting. */
async function pullSafely(ctx: ServiceContext, pull: DuePull): Promise<void> {
  try {
    await pullPartnerBill(ctx, pull);
  } catch (error) {
    log.error({ ...pull, error: String((error as Error).stack ?? error) }, 'a partner was not pulled');
  }
}
