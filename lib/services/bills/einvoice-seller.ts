import type { BillParties } from '@/lib/db/bill-reads';
import { conflict, notFound } from '@/lib/errors';

/**
 * The one of several legal documents that is a seller's, by its short name; null names the only one. Fails: `not_found`, `several_invoices`
 * with the names to choose from: EN 16931 allows one seller on a document.
 */
export function sellerOf<Document extends { sellerId: string }>(
  { sellers }: BillParties,
  documents: readonly Document[],
  seller: string | null,
): Document {
  const slugOf = ({ sellerId }: Document) => sellers[sellerId]!.slug;
  if (seller !== null) {
    const found = documents.find((document) => slugOf(document) === seller);
    if (!found) throw notFound(`An invoice of ${seller}`);
    return found;
  }
  const [only, ...others] = documents;
  if (!only) throw notFound('An invoice');
  if (others.length > 0) {
    const names = documents.map(slugOf).join(', ');
    throw conflict(
      'several_invoices',
      `Several sellers stand behind this, each with an invoice of its own: ${names}. Ask with ?seller=`,
    );
  }
  return only;
}
