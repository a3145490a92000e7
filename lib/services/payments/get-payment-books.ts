import { type PaymentPostingRow, readPaymentPostings } from '@/lib/db/payment-journals';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';

export type PaymentJournal = {
  id: string;
  event: string;
  bookedOn: string;
  bill: { id: string; number: string } | null;
  postings: { account: string; party: string; debit: string | null; credit: string | null }[];
};

/** What a payment did to a partner's part of the bills it paid: what was waiting for it less, what is due because of it. */
export type PartnerEffect = { partyId: string; party: string; pending: string; payable: string };

/** A payment in the books, and what it did to each partner's share; for the operator. */
export async function getPaymentBooks(
  ctx: ServiceContext,
  paymentId: string,
): Promise<{ journals: PaymentJournal[]; partners: PartnerEffect[] }> {
  authorise(ctx, 'payment.manage');
  const rows = await withTenantSql(scopeOf(ctx.actor), (sql) => readPaymentPostings(sql, paymentId));
  const journals = [...groupBy(rows, ({ journalId }) => journalId).values()].map(journalOf);
  const ofPartners = rows.filter(
    ({ partyKind, account }) => partyKind === 'partner' && account.startsWith('partner_'),
  );
  const partners = [...groupBy(ofPartners, ({ partyId }) => partyId).values()].map(effectOf);
  return { journals, partners: partners.sort((a, b) => (a.party < b.party ? -1 : 1)) };
}

function journalOf(rows: readonly PaymentPostingRow[]): PaymentJournal {
  const { journalId: id, event, bookedOn, billId, billNumber } = rows[0]!;
  return {
    ...{ id, event, bookedOn },
    bill: billId !== null && billNumber !== null ? { id: billId, number: billNumber } : null,
    postings: rows.map(({ account, party, currency, debitMinor, creditMinor }) => ({
      ...{ account, party },
      debit: debitMinor === 0n ? null : moneyOf(currency)(debitMinor),
      credit: creditMinor === 0n ? null : moneyOf(currency)(creditMinor),
    })),
  };
}

function effectOf(rows: readonly PaymentPostingRow[]): PartnerEffect {
  const { partyId, party, currency } = rows[0]!;
  const sum = (account: string) =>
    moneyOf(currency)(
      rows
        .filter((row) => row.account === account)
        .reduce((total, row) => total + row.creditMinor - row.debitMinor, 0n),
    );
  return { partyId, party, pending: sum('partner_pending'), payable: sum('partner_payable') };
}
