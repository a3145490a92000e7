import { defineRoute } from '@/lib/http/define-route';
import { bankDetailsBody, withdrawBankDetailsRoute } from '@/lib/schemas/api/bank-details';
import { withdrawBankDetails } from '@/lib/services/bank-details/decide-bank-details';

export const POST = defineRoute({
  ...withdrawBankDetailsRoute,
  permission: 'bank-details.propose',
  run: async ({ ctx, params }) => bankDetailsBody.parse(await withdrawBankDetails(ctx, params.id)),
});
