import { usageFileAnswer, usageFileItemAnswer } from '@/app/api/v1/usage-files/serialize';
import { invalid } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';
import { validate } from '@/lib/http/validate';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listUsageFilesRoute, sendFileForm, sendUsageFileRoute } from '@/lib/schemas/api/usage-files';
import { listUsageFiles } from '@/lib/services/usage-files/list-usage-files';
import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';

export const GET = defineRoute({
  ...listUsageFilesRoute,
  permission: 'usage.read',
  run: async ({ ctx, query }) => {
    const { state, sender } = query;
    const page = await listUsageFiles(ctx, listQueryOf(query, { state, sender }));
    return { ...page, data: page.data.map(usageFileItemAnswer) };
  },
});

export const POST = defineRoute({
  ...sendUsageFileRoute,
  permission: 'usage.send',
  run: async ({ ctx, body }) => {
    const { name, format, mapping, partner } = await validate(sendFileForm, body.fields);
    if (body.file?.field !== 'file') {
      throw invalid('required', 'file', 'Send the usage as the part named "file", after the other fields.');
    }
    const { file, created } = await receiveUsageFile(ctx, {
      name: name ?? body.file.name.slice(-200),
      format: format ?? null,
      mapping: mapping ?? null,
      partner: partner ?? null,
      bytes: body.file.bytes,
    });
    return Response.json(usageFileAnswer(file), {
      status: created ? 202 : 200,
      headers: { location: `/api/v1/usage-files/${file.id}` },
    });
  },
});
