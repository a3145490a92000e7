import { defineRoute } from '@/lib/http/define-route';
import {
  bankDetailsBody,
  listBankDetailsRoute,
  proposeBankDetailsRoute,
} from '@/lib/schemas/api/bank-details';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listBankDetails } from '@/lib/services/bank-details/list-bank-details';
import { proposeBankDetails } from '@/lib/services/bank-details/propose-bank-details';

export const GET = defineRoute({
  ...listBankDetailsRoute,
  permission: 'bank-details.read',
  run: async ({ ctx, query }) => {
    const { party = null, state } = query;
    const page = await listBankDetails(ctx, party, listQueryOf(query, { state }));
    return { ...page, data: page.data.map((details) => bankDetailsBody.parse(details)) };
  },
});

export const POST = defineRoute({
  ...proposeBankDetailsRoute,
  permission: 'bank-details.propose',
  run: async ({ ctx, body: { party = null, ...details } }) =>
    bankDetailsBody.parse(await proposeBankDetails(ctx, party, details)),
});
