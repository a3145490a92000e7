import { defineRoute } from '@/lib/http/define-route';
import { bankEntryBody, listBankEntriesRoute } from '@/lib/schemas/api/bank-files';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listBankEntries } from '@/lib/services/bank/list-bank-files';

export const GET = defineRoute({
  ...listBankEntriesRoute,
  permission: 'bank-file.read',
  run: async ({ ctx, query }) => {
    const { file, state } = query;
    const page = await listBankEntries(ctx, listQueryOf(query, { file, state }));
    return { ...page, data: page.data.map((entry) => bankEntryBody.parse(entry)) };
  },
});
