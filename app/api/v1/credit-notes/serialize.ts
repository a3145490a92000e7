import type { CreditNoteDetail } from '@/lib/services/credit-notes/get-credit-note';

/** A credit note as the API has it. */
export const creditNoteAnswer = ({
  parties: _,
  issuedBy: __,
  taxes,
  documents,
  ...note
}: CreditNoteDetail) => ({
  ...note,
  taxes: taxes.map(({ sellerName: _, ...tax }) => tax),
  documents: documents.map(({ sellerName: _, ...document }) => document),
});
