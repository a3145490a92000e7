import { findOperator } from '@/lib/db/operators';
import { withTenantSql } from '@/lib/db/tenant';
import { countReceived as countRows, type ReceivedDay } from '@/lib/db/usage-overview';
import { addDays } from '@/lib/domain/period/civil-date';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ReceivedUsage = { days: string[]; counts: ReceivedDay[] };

const DAYS = 14;

/** What came in on the last fourteen days of the operator's calendar, today included; a partner sees what it sent itself. */
export async function countReceived(ctx: ServiceContext): Promise<ReceivedUsage> {
  authorise(ctx, 'usage.read');
  const { operatorId, partyId } = ctx.actor;
  // Usage is not a partner's to read: in the operator's scope, and held to the sender.
  return withTenantSql({ operatorId, partnerId: null, customerId: null }, async (sql) => {
    const { timeZone } = (await findOperator(sql))!;
    const today = civilDateAt(ctx.now, timeZone);
    const days = Array.from({ length: DAYS }, (_, index) => addDays(today, index - DAYS + 1));
    const since = startOfDayInstant(days[0]!, timeZone);
    return { days, counts: await countRows(sql, { since, timeZone, senderId: partyId }) };
  });
}
