import { defineRoute } from '@/lib/http/define-route';
import { approveBankDetailsRoute, bankDetailsBody } from '@/lib/schemas/api/bank-details';
import { approveBankDetails } from '@/lib/services/bank-details/decide-bank-details';

export const POST = defineRoute({
  ...approveBankDetailsRoute,
  permission: 'bank-details.approve',
  run: async ({ ctx, params }) => bankDetailsBody.parse(await approveBankDetails(ctx, params.id)),
});
