import { creditNoteAnswer } from '@/app/api/v1/credit-notes/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { documentResponse } from '@/lib/http/document-response';
import { getCreditNoteRoute } from '@/lib/schemas/api/credit-notes';
import { creditNoteFile } from '@/lib/services/credit-notes/credit-note-document';
import { creditNoteEInvoice } from '@/lib/services/credit-notes/credit-note-einvoice';
import { getCreditNote } from '@/lib/services/credit-notes/get-credit-note';

export const GET = defineRoute({
  ...getCreditNoteRoute,
  permission: 'credit-note.read',
  run: async ({ ctx, params, query }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format === 'xml') return documentResponse(await creditNoteEInvoice(ctx, id, query.seller ?? null));
    if (format !== 'pdf' && format !== 'csv') return creditNoteAnswer(await getCreditNote(ctx, id));
    return documentResponse(await creditNoteFile(ctx, id, format));
  },
});
