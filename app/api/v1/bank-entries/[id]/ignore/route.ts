import { defineRoute } from '@/lib/http/define-route';
import { bankEntryBody, ignoreEntryRoute } from '@/lib/schemas/api/bank-files';
import { ignoreEntry } from '@/lib/services/bank/decide-entry';

export const POST = defineRoute({
  ...ignoreEntryRoute,
  permission: 'bank-file.manage',
  run: async ({ ctx, params, body }) => bankEntryBody.parse(await ignoreEntry(ctx, params.id, body.reason)),
});
