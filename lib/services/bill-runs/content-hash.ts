import { createHash } from 'node:crypto';

export type IssuedDocument = {
  number: string;
  issuedOn: string;
  dueOn: string;
  /** The digest of lines, tax and parties. */
  draftHash: Buffer;
  invoices: readonly { sellerId: string; typeCode: string; number: string }[];
};

/**
 * The SHA-256 of an issued bill: the digest of its draft, with what issuing added. It changes when any of them does, and can
 * be computed again from the stored rows (scripts/verify does).
 */
export function contentHash({ number, issuedOn, dueOn, draftHash, invoices }: IssuedDocument): Buffer {
  const documents = [...invoices]
    .sort((a, b) => (a.sellerId < b.sellerId ? -1 : 1))
    .map((invoice) => [invoice.sellerId, invoice.typeCode, invoice.number]);
  const text = JSON.stringify([
    'tributary-issued-1',
    draftHash.toString('hex'),
    number,
    issuedOn,
    dueOn,
    documents,
  ]);
  return createHash('sha256').update(text).digest();
}
