import { createHash } from 'node:crypto';
import {
  type EvidenceRow,
  findEvidence,
  findSameEvidence,
  insertEvidence,
  listEvidence,
} from '@/lib/db/dispute-evidence';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { AppError, conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { requireOpen, requireWriter } from '@/lib/services/disputes/add-message';
import { abilitiesOf } from '@/lib/services/disputes/dispute-view';
import {
  EVIDENCE_BYTES,
  EVIDENCE_FILES,
  evidenceName,
  evidenceType,
} from '@/lib/services/disputes/evidence-type';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { changingDispute } from '@/lib/services/disputes/require-dispute';

export type EvidenceView = EvidenceRow;

/**
 * Puts a file to a dispute: PDF, image, CSV or text of up to 5 MiB, 20 to a dispute. It is kept as it came, with its digest; the same file again
 * is the one that is there. Fails: `not_found`, `already_decided`, `unsupported_evidence`, `body_too_large`, `empty_file`, `too_many_files`.
 */
export async function addEvidence(
  ctx: ServiceContext,
  id: string,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<EvidenceView> {
  requireWriter(ctx);
  if (bytes.length === 0) throw invalid('empty_file', 'file', 'The file is empty.');
  if (bytes.length > EVIDENCE_BYTES)
    throw new AppError('too_large', 'body_too_large', 'A file may have up to 5 MiB.');
  const mediaType = evidenceType(name, bytes);
  return changingDispute(ctx, id, async (sql, dispute) => {
    requireOpen(abilitiesOf(ctx.actor, dispute).write);
    const key = { billingAccountId: dispute.billingAccount.id, disputeId: dispute.id };
    const sha256 = createHash('sha256').update(bytes).digest();
    const same = await findSameEvidence(sql, key, sha256);
    if (same) return same;
    const there = await listEvidence(sql, key);
    if (there.length >= EVIDENCE_FILES) {
      throw conflict('too_many_files', `A dispute has up to ${EVIDENCE_FILES} files.`);
    }
    const file: EvidenceRow = {
      ...{ id: newId(), mediaType, sizeBytes: bytes.length, addedAt: ctx.now },
      name: evidenceName(name, mediaType),
      audience: ctx.actor.audience,
      partyId: ctx.actor.partyId,
      author: ctx.actor.name,
    };
    await insertEvidence(sql, ctx.actor.operatorId, { ...key, ...file, sha256, content: bytes });
    const after = {
      evidence: file.id,
      name: file.name,
      mediaType,
      sizeBytes: bytes.length,
      sha256: sha256.toString('hex'),
    };
    await recordDispute(sql, ctx, dispute, { type: 'dispute.evidence-added', after });
    return file;
  });
}

/** A file of a dispute, for whoever may see the dispute. Fails: `not_found`. */
export async function readEvidence(
  ctx: ServiceContext,
  key: { disputeId: string; evidenceId: string },
): Promise<EvidenceView & { content: Buffer }> {
  authorise(ctx, 'dispute.read');
  const file = await withTenantSql(scopeOf(ctx.actor), (sql) => findEvidence(sql, key));
  if (!file) throw notFound('The file');
  return file;
}
