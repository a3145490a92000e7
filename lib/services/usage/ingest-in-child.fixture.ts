import { connectAs } from '@/lib/db/client';
import type { ServiceContext } from '@/lib/services/context';
import { ingestUsage } from '@/lib/services/usage/ingest-usage';

// A process that takes batches one after the other and may be killed on the way: <url> <context> <batches>, both as JSON.
const [url, context, batches] = process.argv.slice(2) as [string, string, string];
connectAs(url);
for (const batch of JSON.parse(batches) as unknown[][]) {
  const { accepted, duplicate, rejected } = await ingestUsage(JSON.parse(context) as ServiceContext, batch);
  process.stdout.write(`${JSON.stringify({ accepted, duplicate, rejected })}\n`);
}
process.exit(0);
