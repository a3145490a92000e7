import type { BankAddress, BankDetailsRow } from '@/lib/db/bank-details';
import { actorId } from '@/lib/domain/access/actor';
import { can } from '@/lib/domain/access/permissions';
import { groupedIban, maskedAccount } from '@/lib/domain/settlement/iban';
import type { ServiceContext } from '@/lib/services/context';
import { personOf } from '@/lib/services/partner-bills/acting';

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
    isOwn: personOf(row.proposedBy) === actorId(ctx.actor),
  };
}

function approvedState({ usableFrom, isReplaced }: BankDetailsRow, now: string) {
  if (isReplaced) return 'replaced';
  return Date.parse(usableFrom!) > Date.parse(now) ? 'cooling_off' : 'in_use';
}

/** Of "user:1 Ada Nowak" the name. */
const nameOf = (actor: string): string => actor.slice(actor.indexOf(' ') + 1);
