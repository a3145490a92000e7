import { redirect } from 'next/navigation';
import { AppError } from '@/lib/errors';
import type { RequestContext } from '@/lib/http/request-context';
import { getBill } from '@/lib/services/bills/get-bill';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';

/**
 * A bill by its id. What an account owes besides is a debit note, which has a page of its own (`notes` is where they lie): links to what is
 * open need not know which of the two it is. Fails: `not_found`.
 */
export async function billOrDebitNote(ctx: RequestContext, id: string, notes: string) {
  try {
    return await getBill(ctx, id);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'not_found') throw error;
    const note = await getDebitNote(ctx, id).catch(() => null);
    if (note) redirect(`${notes}/${note.id}`);
    throw error;
  }
}
