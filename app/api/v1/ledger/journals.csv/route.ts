import { defineRoute } from '@/lib/http/define-route';
import { exportJournalsRoute } from '@/lib/schemas/api/ledger';
import { journalsCsv } from '@/lib/services/ledger/journals-csv';

export const GET = defineRoute({
  ...exportJournalsRoute,
  permission: 'ledger.read',
  run: async ({ ctx, query }) => {
    const chosen = Object.entries(query).map(([name, value]) => [
      name,
      value === undefined ? [] : [value].flat(),
    ]);
    const pieces = journalsCsv(ctx, Object.fromEntries(chosen) as Record<string, string[]>);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="journals.csv"',
      },
    });
  },
});
