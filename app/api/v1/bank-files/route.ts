import { invalid } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';
import {
  bankFileBody,
  bankFileItem,
  listBankFilesRoute,
  receiveBankFileRoute,
} from '@/lib/schemas/api/bank-files';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listBankFiles } from '@/lib/services/bank/list-bank-files';
import { receiveBankFile } from '@/lib/services/bank/receive-bank-file';

export const GET = defineRoute({
  ...listBankFilesRoute,
  permission: 'bank-file.read',
  run: async ({ ctx, query }) => {
    const { format, state } = query;
    const page = await listBankFiles(ctx, listQueryOf(query, { format, state }));
    return { ...page, data: page.data.map((file) => bankFileItem.parse(file)) };
  },
});

export const POST = defineRoute({
  ...receiveBankFileRoute,
  permission: 'bank-file.manage',
  run: async ({ ctx, body }) => {
    if (body.file?.field !== 'file')
      throw invalid('required', 'file', 'Send the bank’s file as the part "file".');
    const file = bankFileBody.parse(await receiveBankFile(ctx, body.file));
    return Response.json(file, { status: 201, headers: { location: `/api/v1/bank-files/${file.id}` } });
  },
});
