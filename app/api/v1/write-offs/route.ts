import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listWriteOffsRoute, writeOffRoute } from '@/lib/schemas/api/write-offs';
import { listWriteOffs } from '@/lib/services/write-offs/list-write-offs';
import { reverseWriteOff, writeOffBill } from '@/lib/services/write-offs/write-off-bill';

export const POST = defineRoute({
  ...writeOffRoute,
  permission: 'write-off.manage',
  run: ({ ctx, body: { bill: billId, kind, amount, reason } }) => {
    const input = { billId, reason, ...(amount !== undefined && { amount }) };
    return kind === 'write_off' ? writeOffBill(ctx, input) : reverseWriteOff(ctx, input);
  },
});

export const GET = defineRoute({
  ...listWriteOffsRoute,
  permission: 'write-off.read',
  run: async ({ ctx, query }) => {
    const { bill, state, kind } = query;
    const page = await listWriteOffs(ctx, listQueryOf(query, { bill, state, kind }));
    return { ...page, data: page.data.map(({ isOwn: _, ...row }) => row) };
  },
});
