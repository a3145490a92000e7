import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';
import type { Posting } from '@/lib/domain/ledger/posting';

export type NewJournal = {
  billingAccountId: string;
  event: 'bill.issued';
  /** What caused it; a cause is booked once, by a unique key. */
  sourceId: string;
  bookedOn: string;
  postings: readonly Posting[];
};

/** Books journals with one insert per table. The database refuses any that does not balance in each currency. */
export async function insertJournals(
  sql: Sql,
  operatorId: string,
  journals: readonly NewJournal[],
): Promise<void> {
  const heads: string[] = [];
  const postings: string[] = [];
  for (const { billingAccountId, event, sourceId, bookedOn, postings: sides } of journals) {
    const id = newId();
    heads.push(copyRow([operatorId, billingAccountId, id, event, sourceId, bookedOn]));
    for (const [position, side] of sides.entries()) {
      const { account, partyId, currency, debitMinor, creditMinor } = side;
      postings.push(
        copyRow([
          operatorId,
          billingAccountId,
          id,
          position,
          account,
          partyId,
          currency,
          debitMinor,
          creditMinor,
        ]),
      );
    }
  }
  await insertRows(sql, 'journal', JOURNAL, heads);
  await insertRows(sql, 'posting', POSTING, postings);
}

const JOURNAL = ['operator_id', 'billing_account_id', 'id', 'event', 'source_id', 'booked_on'];
const POSTING =
  'operator_id billing_account_id journal_id position account party_id currency debit_minor credit_minor'.split(
    ' ',
  );

export type BillPostingRow = {
  account: string;
  partyId: string;
  party: string;
  currency: string;
  debitMinor: bigint;
  creditMinor: bigint;
};

/** The postings an issued bill caused, in their order. A partner sees its own, a customer none. */
export const listBillPostings = (
  sql: Sql,
  billingAccountId: string,
  billId: string,
): Promise<BillPostingRow[]> =>
  sql.query<BillPostingRow>(
    `select p.account, p.party_id as "partyId", coalesce(y.slug, p.party_id::text) as party, p.currency,
       p.debit_minor as "debitMinor", p.credit_minor as "creditMinor"
     from journal j
     join posting p on p.operator_id = j.operator_id and p.billing_account_id = j.billing_account_id
       and p.journal_id = j.id
     left join party y on y.operator_id = p.operator_id and y.id = p.party_id
     where j.billing_account_id = $1::uuid and j.source_id = $2::uuid
     order by j.id, p.position`,
    [billingAccountId, billId],
  );
