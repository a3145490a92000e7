import { findDebitNotePaper } from '@/lib/db/debit-notes';
import { withTenantSql } from '@/lib/db/tenant';
import { debitNotePdf } from '@/lib/documents/debit-note-pdf';
import { scopeOf } from '@/lib/domain/access/actor';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import type { ServiceContext } from '@/lib/services/context';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';

/** A debit note on paper, in the language of its account, as it was issued. Fails as `getDebitNote`: `not_found`. */
export async function debitNoteFile(ctx: ServiceContext, id: string): Promise<RenderedDocument> {
  const note = await getDebitNote(ctx, id);
  const paper = (await withTenantSql(scopeOf(ctx.actor), (sql) => findDebitNotePaper(sql, note.id)))!;
  const bytes = await debitNotePdf({ ...note, ...paper, operator: await getOperatorParty(ctx) });
  return { fileName: `${note.number}.pdf`, mediaType: 'application/pdf', bytes: new Uint8Array(bytes) };
}
