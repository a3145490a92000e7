import type { Actor, Audience, Role } from '@/lib/domain/access/actor';

/** May this actor do it at all? Which rows it may do it to is the scope's business. */
export function can(actor: Actor, permission: Permission): boolean {
  const rule: Rule = permissions[permission];
  const roles = rule[actor.audience];
  const isOfRole = roles?.includes(actor.role) ?? false;
  return isOfRole && (actor.only === undefined || actor.only.includes(permission));
}

export type Permission = keyof typeof permissions;

/** In words of the table below. */
export const isPermission = (word: string): word is Permission => Object.hasOwn(permissions, word);

/** All that this actor may do at all. */
export const permissionsOf = (actor: Actor): Permission[] =>
  (Object.keys(permissions) as Permission[]).filter((permission) => can(actor, permission));

type Rule = Partial<Record<Audience, readonly Role[]>>;

const everyone: readonly Role[] = ['admin', 'billing', 'viewer'];
const writers: readonly Role[] = ['admin', 'billing'];

const permissions = {
  'cycle.read': { operator: everyone },
  'bill-run.read': { operator: everyone },
  'bill-run.manage': { operator: writers },
  'bill.read': { operator: everyone, customer: everyone },
  'cycle.manage': { operator: writers },
  'partner.read': { operator: everyone, partner: everyone },
  'partner-bill.read': { operator: everyone, partner: everyone },
  'partner-bill.receive': { operator: writers, partner: writers },
  'partner-bill.decide': { operator: writers },
  'expectation.decide': { operator: writers },
  'connector.read': { operator: everyone, partner: everyone },
  'connector.manage': { operator: writers, partner: writers },
  'account-mapping.manage': { operator: writers, partner: writers },
  'share.read': { operator: everyone, partner: everyone },
  'party.manage': { operator: writers },
  'agreement.manage': { operator: ['admin'] },
  'agreement.sign': { operator: ['admin'], partner: ['admin'] },
  'payout-conditions.agree': { partner: ['admin'] },
  'customer.read': { operator: everyone },
  'account.read': { operator: everyone, customer: everyone },
  'account.manage': { operator: writers },
  'catalogue.manage': { operator: writers },
  'catalogue.read': { operator: everyone, partner: everyone },
  'usage.send': { operator: writers, partner: writers },
  /** Waives the window of an agreement for usage that came too late. */
  'usage.accept-late': { operator: writers },
  'usage.read': { operator: everyone, partner: everyone },
  'budget.manage': { operator: writers, customer: writers },
  'alert.read': { operator: everyone, customer: everyone },
  'mail.read': { operator: everyone },
  'dispute.read': { operator: everyone, partner: everyone, customer: everyone },
  'dispute.raise': { operator: writers, customer: writers },
  'dispute.answer': { operator: writers, partner: writers },
  'dispute.decide': { operator: writers },
  'dunning.read': { operator: everyone },
  'dunning.manage': { operator: writers },
  'webhook.read': { operator: everyone, partner: everyone, customer: everyone },
  'webhook.manage': { operator: writers, partner: writers, customer: writers },
  'payment.read': { operator: everyone, customer: everyone },
  'payment.manage': { operator: writers },
  'payment.pay': { customer: writers },
  'payment-method.manage': { operator: ['admin'] },
  'refund.manage': { operator: writers },
  'payout.read': { operator: everyone, partner: everyone },
  'settlement-run.read': { operator: everyone },
  'payout.manage': { operator: writers },
  /** Never by who prepared it. */
  'payout.approve': { operator: writers },
  'payout.object': { partner: writers },
  'credit-note.read': { operator: everyone, customer: everyone },
  'credit-note.manage': { operator: writers },
  'adjustment.read': { operator: everyone },
  'adjustment.manage': { operator: writers },
  'write-off.read': { operator: everyone },
  'write-off.manage': { operator: ['admin'] },
  'ledger.read': { operator: everyone },
  'price.preview': { operator: everyone, partner: everyone, customer: everyone },
  'fx-rate.read': { operator: everyone, partner: everyone },
  'fx-rate.manage': { operator: writers },
  'bank-file.read': { operator: everyone },
  'bank-file.manage': { operator: writers },
  /** Masked; the whole number is for those who may change it. */
  'bank-details.read': { operator: everyone, partner: everyone },
  'bank-details.propose': { operator: writers, partner: writers },
  /** Never by who proposed them. */
  'bank-details.approve': { operator: writers },
  'audit.read': { operator: ['admin'] },
  'member.manage': { operator: ['admin'], partner: ['admin'], customer: ['admin'] },
  'api-key.manage': { operator: ['admin'], partner: ['admin'], customer: ['admin'] },
} as const satisfies Record<string, Rule>;
