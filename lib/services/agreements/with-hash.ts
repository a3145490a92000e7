import type { AgreementRow } from '@/lib/db/agreements';
import { contentHash } from '@/lib/services/agreements/content-hash';

export type HashedAgreement = AgreementRow & { contentHash: string };

/** With the digest of what is signed, so that who signs can say what was read. */
export const withHash = (agreement: AgreementRow): HashedAgreement => ({
  ...agreement,
  contentHash: contentHash(agreement),
});
