import { usageFileAnswer } from '@/app/api/v1/usage-files/serialize';
import { defineRoute } from '@/lib/http/define-route';
import { eventStream } from '@/lib/http/event-stream';
import { followUsageFileRoute } from '@/lib/schemas/api/usage-files';
import { followUsageFile } from '@/lib/services/usage-files/follow-usage-file';
import { getUsageFile } from '@/lib/services/usage-files/get-usage-file';

export const GET = defineRoute({
  ...followUsageFileRoute,
  permission: 'usage.read',
  run: async ({ ctx, params, request }) => {
    // Before the stream begins, so that an unknown file is a 404 and not a broken stream.
    await getUsageFile(ctx, params.id);
    return eventStream('file', answers(followUsageFile(ctx, params.id, request.signal)), request);
  },
});

async function* answers(files: ReturnType<typeof followUsageFile>) {
  for await (const file of files) yield file && usageFileAnswer(file);
}
