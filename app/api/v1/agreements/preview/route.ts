import { defineRoute } from '@/lib/http/define-route';
import { previewSplitRoute } from '@/lib/schemas/api/agreements';
import { previewSplit } from '@/lib/services/agreements/preview-split';

export const POST = defineRoute({
  ...previewSplitRoute,
  permission: 'partner.read',
  run: async ({ ctx, body: { chain, ...example } }) =>
    previewSplit(ctx, {
      ...example,
      chain: chain.map(({ party, payer, ...term }) => ({ ...term, partyId: party, payerId: payer })),
    }),
});
