import type { OpenItem } from '@/lib/db/open-items';
import type { Actor } from '@/lib/domain/access/actor';

/**
 * A bill's money as a reader may know it. What the operator gave up to get is its own affair: to its customer the bill is as open as before.
 * Example: 100.00, of which 40.00 was written off: 60.00 is open to the operator, and 100.00 to the customer, who may pay it.
 */
export const seenBy = (actor: Actor, item: OpenItem): OpenItem =>
  actor.audience === 'operator'
    ? item
    : { ...item, openMinor: item.openMinor + item.writtenOffMinor, writtenOffMinor: 0n };
