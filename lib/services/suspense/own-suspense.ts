import type { SuspenseFilter } from '@/lib/db/suspense-filter';
import type { Scope } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';

/** The filter, narrowed to what a partner sent itself; what it asks of others finds nothing. */
export function ownSuspense({ actor }: ServiceContext, filter: SuspenseFilter): SuspenseFilter {
  const { partyId } = actor;
  if (partyId === null) return filter;
  const asksForOthers = filter.sender?.length && !filter.sender.includes(partyId);
  return asksForOthers ? { ...filter, ids: [], sender: [partyId] } : { ...filter, sender: [partyId] };
}

/**
 * The operator's scope, as ingestion has it: a partner may not read customers' usage, but what it sends is written among it.
 * Who uses it narrows to the sender with `ownSuspense`.
 */
export const wholeScope = ({ actor }: ServiceContext): Scope => ({
  operatorId: actor.operatorId,
  partnerId: null,
  customerId: null,
});
