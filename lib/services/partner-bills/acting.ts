import type { Actor, Scope } from '@/lib/domain/access/actor';

/**
 * The whole operator's scope, for writing what a partner asked for once its own scope has said that it may: the audit,
 * the outbox and the drafts a line leaves are not for partners' eyes, and a partner's bill still changes them.
 */
export const operatorWide = (actor: Actor): Scope => ({
  operatorId: actor.operatorId,
  partnerId: null,
  customerId: null,
});

/** As the audit has it: what acted, and its name. */
export const actorName = (actor: Actor): string => `${actor.kind}:${actor.id} ${actor.name}`;

/** Of such a text who it is, as `actorId` has it: a person stays the same under another name. */
export const personOf = (actor: string): string => actor.split(' ', 1)[0]!;
