import type { DisputeKey } from '@/lib/db/dispute-entries';
import type { Sql } from '@/lib/db/tenant';

export type EvidenceRow = {
  id: string;
  audience: 'customer' | 'partner' | 'operator' | 'system';
  partyId: string | null;
  author: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  addedAt: string;
};

const evidenceColumns = `id, audience, party_id as "partyId", author, name, media_type as "mediaType", size_bytes as "sizeBytes", added_at as "addedAt"`;

/** A file of the same bytes. */
export async function findSameEvidence(
  sql: Sql,
  { billingAccountId, disputeId }: DisputeKey,
  sha256: Buffer,
): Promise<EvidenceRow | null> {
  const [row] = await sql.query<EvidenceRow>(
    `select ${evidenceColumns} from dispute_evidence
     where billing_account_id = $1::uuid and dispute_id = $2::uuid and sha256 = $3`,
    [billingAccountId, disputeId, sha256],
  );
  return row ?? null;
}

export async function insertEvidence(
  sql: Sql,
  operatorId: string,
  { billingAccountId, disputeId, ...file }: DisputeKey & EvidenceRow & { sha256: Buffer; content: Buffer },
): Promise<void> {
  await sql.query(
    `insert into dispute_evidence (operator_id, billing_account_id, id, dispute_id, audience, party_id, author, name, media_type, size_bytes,
       sha256, content, added_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6::uuid, $7, $8, $9, $10, $11, $12, $13::timestamptz)`,
    [
      ...[
        operatorId,
        billingAccountId,
        file.id,
        disputeId,
        file.audience,
        file.partyId,
        file.author,
        file.name,
      ],
      ...[file.mediaType, file.sizeBytes, file.sha256, file.content, file.addedAt],
    ],
  );
}

export const listEvidence = (sql: Sql, { billingAccountId, disputeId }: DisputeKey): Promise<EvidenceRow[]> =>
  sql.query(
    `select ${evidenceColumns} from dispute_evidence where billing_account_id = $1::uuid and dispute_id = $2::uuid order by added_at, id`,
    [billingAccountId, disputeId],
  );

export async function findEvidence(
  sql: Sql,
  { disputeId, evidenceId }: { disputeId: string; evidenceId: string },
): Promise<(EvidenceRow & { content: Buffer }) | null> {
  const [row] = await sql.query<EvidenceRow & { content: Buffer }>(
    `select ${evidenceColumns}, content from dispute_evidence where dispute_id = $1::uuid and id = $2::uuid`,
    [disputeId, evidenceId],
  );
  return row ?? null;
}
