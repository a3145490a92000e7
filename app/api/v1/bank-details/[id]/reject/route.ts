import { defineRoute } from '@/lib/http/define-route';
import { bankDetailsBody, rejectBankDetailsRoute } from '@/lib/schemas/api/bank-details';
import { rejectBankDetails } from '@/lib/services/bank-details/decide-bank-details';

export const POST = defineRoute({
  ...rejectBankDetailsRoute,
  permission: 'bank-details.approve',
  run: async ({ ctx, params, body }) =>
    bankDetailsBody.parse(await rejectBankDetails(ctx, params.id, body.reason)),
});
