import { creditNoteAnswer } from '@/app/api/v1/credit-notes/serialize';
import { wantedOf } from '@/app/api/v1/credit-notes/wanted';
import { defineRoute } from '@/lib/http/define-route';
import { issueCreditNoteRoute, listCreditNotesRoute } from '@/lib/schemas/api/credit-notes';
import { listQueryOf } from '@/lib/schemas/api/page';
import { getCreditNote } from '@/lib/services/credit-notes/get-credit-note';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { listCreditNotes } from '@/lib/services/credit-notes/list-credit-notes';

export const POST = defineRoute({
  ...issueCreditNoteRoute,
  permission: 'credit-note.manage',
  run: async ({ ctx, body }) => {
    const { bill: billId, reason, currency } = body;
    const input = { billId, reason, wanted: wantedOf(body), ...(currency && { currency }) };
    const { id } = await issueCreditNote(ctx, input);
    return creditNoteAnswer(await getCreditNote(ctx, id));
  },
});

export const GET = defineRoute({
  ...listCreditNotesRoute,
  permission: 'credit-note.read',
  run: ({ ctx, query }) => {
    const { bill, billingAccount: account, kind, q = '' } = query;
    return listCreditNotes(ctx, { ...listQueryOf(query, { bill, account, kind }), q });
  },
});
