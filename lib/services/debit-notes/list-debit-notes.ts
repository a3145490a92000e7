import { listDebitNotes as listRows } from '@/lib/db/debit-notes';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type DebitNoteView, debitNoteView } from '@/lib/services/debit-notes/get-debit-note';

/** Debit notes, the latest first; a customer sees its own. Filters and sorting as `listDebitNotes` of the database. */
export async function listDebitNotes(ctx: ServiceContext, query: ListQuery): Promise<Page<DebitNoteView>> {
  authorise(ctx, 'payment.read');
  const isGivenUpOpen = ctx.actor.audience !== 'operator';
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, query, isGivenUpOpen));
  return { ...page, data: page.data.map((row) => debitNoteView(ctx, row)) };
}
