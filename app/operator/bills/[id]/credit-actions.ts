'use server';

import { revalidatePath } from 'next/cache';
import { defineAction } from '@/lib/http/define-action';
import { creditChoice, creditForm } from '@/lib/schemas/credit-note-form';
import { issueCreditNote } from '@/lib/services/credit-notes/issue-credit-note';
import { previewCreditNote } from '@/lib/services/credit-notes/preview-credit-note';

export const previewCredit = defineAction({
  schema: creditChoice,
  permission: 'credit-note.manage',
  run: ({ ctx, input }) => previewCreditNote(ctx, input),
});

export const issueCredit = defineAction({
  schema: creditForm,
  permission: 'credit-note.manage',
  run: async ({ ctx, input }) => {
    const issued = await issueCreditNote(ctx, input);
    revalidatePath(`/operator/bills/${input.billId}`);
    return issued;
  },
});
