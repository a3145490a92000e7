import type { Actor } from '@/lib/domain/access/actor';
import { can, type Permission } from '@/lib/domain/access/permissions';
import { AppError } from '@/lib/errors';

/** Who asks, and when: every use case takes both from its caller, so that a test or a job can say either. */
export type ServiceContext = { actor: Actor /** ISO instant, UTC. */; now: string };

/**
 * Refuses an actor without the permission; the first line of every use case. Which rows the actor may touch is
 * decided by its scope. Fails: AppError `forbidden`.
 */
export function authorise(ctx: ServiceContext, permission: Permission): void {
  if (can(ctx.actor, permission)) return;
  throw new AppError('forbidden', 'forbidden', 'Your role does not allow this.');
}
