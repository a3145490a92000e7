import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { debitNoteBody, listDebitNotesRoute } from '@/lib/schemas/api/payments';
import { listDebitNotes } from '@/lib/services/debit-notes/list-debit-notes';

export const GET = defineRoute({
  ...listDebitNotesRoute,
  permission: 'payment.read',
  run: async ({ ctx, query }) => {
    const { billingAccount: account, state, q = '' } = query;
    const page = await listDebitNotes(ctx, { ...listQueryOf(query, { account, state }), q });
    return { ...page, data: page.data.map((note) => debitNoteBody.parse(note)) };
  },
});
