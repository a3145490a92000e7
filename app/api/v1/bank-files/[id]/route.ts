import { defineRoute } from '@/lib/http/define-route';
import { bankFileBody, getBankFileRoute } from '@/lib/schemas/api/bank-files';
import { getBankFile } from '@/lib/services/bank/list-bank-files';

export const GET = defineRoute({
  ...getBankFileRoute,
  permission: 'bank-file.read',
  run: async ({ ctx, params }) => bankFileBody.parse(await getBankFile(ctx, params.id)),
});
