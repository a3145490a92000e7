import { defineRoute } from '@/lib/http/define-route';
import { documentResponse } from '@/lib/http/document-response';
import { debitNoteBody, getDebitNoteRoute } from '@/lib/schemas/api/payments';
import { debitNoteFile } from '@/lib/services/debit-notes/debit-note-document';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';

export const GET = defineRoute({
  ...getDebitNoteRoute,
  permission: 'payment.read',
  run: async ({ ctx, params }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format === 'pdf') return documentResponse(await debitNoteFile(ctx, id));
    return debitNoteBody.parse(await getDebitNote(ctx, id));
  },
});
