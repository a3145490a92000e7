import { connectAs } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';

// A process that reads a file and may be killed on the way: <url> <operator> <file> <now> <rows a batch>
const [url, operatorId, fileId, now, rowsPerBatch] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
connectAs(url);
const ctx = { actor: systemActor(operatorId), now };
process.stdout.write(await readUsageFile(ctx, fileId, { rowsPerBatch: Number(rowsPerBatch) }));
process.exit(0);
