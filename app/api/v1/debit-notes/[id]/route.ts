import { defineRoute } from '@/lib/http/define-route';
import { debitNoteBody, getDebitNoteRoute } from '@/lib/schemas/api/payments';
import { getDebitNote } from '@/lib/services/debit-notes/get-debit-note';

export const GET = defineRoute({
  ...getDebitNoteRoute,
  permission: 'payment.read',
  run: async ({ ctx, params }) => debitNoteBody.parse(await getDebitNote(ctx, params.id)),
});
