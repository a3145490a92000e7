import { lockPartnerBills } from '@/lib/db/partner-bills';
import type { Sql } from '@/lib/db/tenant';
import type { Actor } from '@/lib/domain/access/actor';
import { AppError } from '@/lib/errors';

/**
 * Holds a partner's bills and mappings until the transaction ends, so that two files sent at once see each other's lines, and a mapping
 * added meanwhile misses none. A large bill may hold them for minutes: a job waits for it, whoever asks from outside is told.
 * Fails: `partner_bills_busy`, answered as 409 with Retry-After.
 */
export async function holdPartnerBills(sql: Sql, actor: Actor, partnerId: string): Promise<void> {
  const isHeld = await lockPartnerBills(sql, partnerId, actor.kind === 'system' ? null : WAIT_MS);
  if (!isHeld) throw busy();
}

const WAIT_MS = 5000;
const RETRY_AFTER_SECONDS = 15;

const busy = () =>
  new AppError(
    'conflict',
    'partner_bills_busy',
    'Another bill of this partner is being read, and nothing was changed meanwhile. Try again in a moment.',
    [
      {
        code: 'retry_after',
        path: String(RETRY_AFTER_SECONDS),
        message: `Try again in ${RETRY_AFTER_SECONDS} seconds.`,
      },
    ],
  );
