import type { BankAddress, BankDetailsRow } from '@/lib/db/bank-details';
import { can } from '@/lib/domain/access/permissions';
import { groupedIban, maskedAccount } from '@/lib/domain/settlement/iban';
import type { ServiceContext } from '@/lib/services/context';

export type BankDetailsView = {
  id: string;
  party: BankDetailsRow['party'];
  currency: string | null;
  holder: string;
  /** Country and the last four. */
  account: string;
  /** The whole number, grouped; null for who only reads. */
  fullAccount: string | null;
  bic: string | null;
  address: BankAddress;
  state: 'proposed' | 'cooling_off' | 'in_use' | 'replaced' | 'rejected' | 'withdrawn';
  proposedBy: string;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  usableFrom: string | null;
  /** Whether the reader proposed them, and so cannot be who approves. */
  isOwn: boolean;
};

/** Details as a reader may see them, and what they are at this instant. */
export function bankDetailsView(ctx: ServiceContext, row: BankDetailsRow): BankDetailsView {
  const { iban, accountNumber, partyId: _, isReplaced: __, state, ...shown } = row;
  const number = iban ?? accountNumber ?? '';
  return {
    ...shown,
    account: maskedAccount(number),
    fullAccount: can(ctx.actor, 'bank-details.propose') ? groupedIban(number) : null,
    state: state === 'approved' ? approvedState(row, ctx.now) : state,
    proposedBy: nameOf(row.proposedBy),
    decidedBy: row.decidedBy && nameOf(row.decidedBy),
    isOwn: personOf(row.proposedBy) === `${ctx.actor.kind}:${ctx.actor.id}`,
  };
}

function approvedState({ usableFrom, isReplaced }: BankDetailsRow, now: string) {
  if (isReplaced) return 'replaced';
  return Date.parse(usableFrom!) > Date.parse(now) ? 'cooling_off' : 'in_use';
}

/** Of "user:1 Ada Nowak": who it is whatever the name, and the name. */
export const personOf = (actor: string): string => actor.slice(0, actor.indexOf(' '));
const nameOf = (actor: string): string => actor.slice(actor.indexOf(' ') + 1);
