import { defineRoute } from '@/lib/http/define-route';
import { bankEntryBody, matchEntryRoute } from '@/lib/schemas/api/bank-files';
import { matchEntry } from '@/lib/services/bank/decide-entry';

export const POST = defineRoute({
  ...matchEntryRoute,
  permission: 'bank-file.manage',
  run: async ({ ctx, params, body: { billingAccount, bill = null } }) =>
    bankEntryBody.parse(await matchEntry(ctx, params.id, { billingAccount, bill })),
});
