import { currentBillAnswer } from '@/app/api/v1/bills/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { eventStream } from '@/lib/http/event-stream';
import { followCurrentBillRoute } from '@/lib/schemas/api/bills';
import { currentBill } from '@/lib/services/bills/current-bill';
import { followCurrentBill } from '@/lib/services/bills/follow-current-bill';

export const GET = defineRoute({
  ...followCurrentBillRoute,
  permission: 'account.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown account is a 404 and not a broken stream.
    await currentBill(ctx, params.id);
    return eventStream('bill', answers(followCurrentBill(ctx, params.id, request.signal)), request);
  },
});

async function* answers(bills: ReturnType<typeof followCurrentBill>) {
  for await (const bill of bills) yield bill && currentBillAnswer(bill);
}
