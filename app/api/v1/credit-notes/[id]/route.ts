import { creditNoteAnswer } from '@/app/api/v1/credit-notes/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { getCreditNoteRoute } from '@/lib/schemas/api/credit-notes';
import { creditNoteFile } from '@/lib/services/credit-notes/credit-note-document';
import { getCreditNote } from '@/lib/services/credit-notes/get-credit-note';

export const GET = defineRoute({
  ...getCreditNoteRoute,
  permission: 'credit-note.read',
  run: async ({ ctx, params }) => {
    const [id = '', format] = params.id.toLowerCase().split('.');
    if (format !== 'pdf' && format !== 'csv') return creditNoteAnswer(await getCreditNote(ctx, id));
    const { fileName, mediaType, bytes } = await creditNoteFile(ctx, id, format);
    return new Response(bytes, {
      headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"` },
    });
  },
});
