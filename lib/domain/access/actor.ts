export type Audience = 'operator' | 'partner' | 'customer';
export type Role = 'admin' | 'billing' | 'viewer';

/** Who acts, in which operator, and as which party of it. Scope comes from here, never from a request's body. */
export type Actor = {
  kind: 'user' | 'key' | 'system';
  id: string;
  name: string;
  operatorId: string;
  audience: Audience;
  /** The partner or customer the actor belongs to; null for the operator's own people. */
  partyId: string | null;
  role: Role;
  /** A key may be let do less than its role: these permissions alone. Absent, all of the role's. */
  only?: readonly string[];
};

/** What a transaction may see: an operator's rows, narrowed to one partner's or one customer's. */
export type Scope = { operatorId: string; partnerId: string | null; customerId: string | null };

export const scopeOf = (actor: Actor): Scope => ({
  operatorId: actor.operatorId,
  partnerId: actor.audience === 'partner' ? actor.partyId : null,
  customerId: actor.audience === 'customer' ? actor.partyId : null,
});

/** Who it is, as four eyes are counted: the person, the key or the machinery. */
export const actorId = (actor: Actor): string => `${actor.kind}:${actor.id}`;

/** The operator's own machinery: schedules, jobs, the seed of a demo world. */
export const systemActor = (operatorId: string): Actor => ({
  kind: 'system',
  id: operatorId,
  name: 'system',
  operatorId,
  audience: 'operator',
  partyId: null,
  role: 'admin',
});
