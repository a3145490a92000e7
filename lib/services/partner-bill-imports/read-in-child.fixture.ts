import { connectAs } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { readBillImport } from '@/lib/services/partner-bill-imports/read-bill-import';

// A process that reads an import and may be killed on the way: <url> <operator> <import> <now>
const [url, operatorId, importId, now] = process.argv.slice(2) as [string, string, string, string];
connectAs(url);
process.stdout.write(await readBillImport({ actor: systemActor(operatorId), now }, importId));
process.exit(0);
