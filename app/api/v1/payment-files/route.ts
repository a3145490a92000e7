import { defineRoute } from '@/lib/http/define-route';
import { listQueryOf } from '@/lib/schemas/api/page';
import { createPaymentFileRoute, listPaymentFilesRoute } from '@/lib/schemas/api/payment-files';
import { listPaymentFiles } from '@/lib/services/payment-files/read-payment-files';
import { createPaymentFile } from '@/lib/services/payouts/create-payment-file';

export const POST = defineRoute({
  ...createPaymentFileRoute,
  permission: 'payout.manage',
  run: ({ ctx, body: { currency, payouts = null, executionOn = null } }) =>
    createPaymentFile(ctx, { currency, payouts, executionOn }),
});

export const GET = defineRoute({
  ...listPaymentFilesRoute,
  permission: 'settlement-run.read',
  run: ({ ctx, query }) => listPaymentFiles(ctx, listQueryOf(query, { kind: query.kind })),
});
