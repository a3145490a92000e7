import { type Actor, actorId } from '@/lib/domain/access/actor';
import { conflict } from '@/lib/errors';

/** Money goes out by two people: who prepared or changed a payout does not approve it. Fails: `four_eyes`. */
export function fourEyes(actor: Actor, preparedByIds: readonly string[]): void {
  if (!preparedByIds.includes(actorId(actor))) return;
  throw conflict('four_eyes', 'You prepared this, so somebody else must approve it.');
}
