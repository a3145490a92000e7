import { AppError } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';

/**
 * Money is let go, and one's word is given, by people: a key is held by whoever was given it, so that two keys are not two persons, and
 * one that the operator made for a partner is not the partner. Fails: `person_needed`.
 */
export function requirePerson(ctx: ServiceContext): void {
  if (ctx.actor.kind !== 'key') return;
  throw new AppError('forbidden', 'person_needed', 'This is for people who sign in, not for a key.');
}
