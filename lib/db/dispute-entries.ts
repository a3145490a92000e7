import type { DisputeAnswer } from '@/lib/db/disputes';
import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';

export type DisputeEntryRow = {
  id: string;
  kind: DisputeEntryKind;
  audience: 'customer' | 'partner' | 'operator' | 'system';
  partyId: string | null;
  author: string;
  words: string;
  amountMinor: bigint | null;
  writtenAt: string;
};
export type DisputeEntryKind =
  | 'raised'
  | 'message'
  | DisputeAnswer
  | 'reminded'
  | 'escalated'
  | 'accepted'
  | 'part_accepted'
  | 'rejected'
  | 'withdrawn';

export type DisputeKey = { billingAccountId: string; disputeId: string };

export async function insertDisputeEntry(
  sql: Sql,
  operatorId: string,
  { billingAccountId, disputeId, ...entry }: DisputeKey & Omit<DisputeEntryRow, 'id'>,
): Promise<void> {
  const { kind, audience, partyId, author, words, amountMinor, writtenAt } = entry;
  await sql.query(
    `insert into dispute_entry (operator_id, billing_account_id, id, dispute_id, kind, audience, party_id, author, words, amount_minor, written_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7::uuid, $8, $9, $10, $11::timestamptz)`,
    [
      operatorId,
      billingAccountId,
      newId(),
      disputeId,
      kind,
      audience,
      partyId,
      author,
      words,
      amountMinor,
      writtenAt,
    ],
  );
}

/** In the order in which it was said. */
export const listDisputeEntries = (
  sql: Sql,
  { billingAccountId, disputeId }: DisputeKey,
): Promise<DisputeEntryRow[]> =>
  sql.query(
    `select id, kind, audience, party_id as "partyId", author, words, amount_minor as "amountMinor", written_at as "writtenAt"
     from dispute_entry where billing_account_id = $1::uuid and dispute_id = $2::uuid order by written_at, id`,
    [billingAccountId, disputeId],
  );
