import { connectAs } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { matchBankFile } from '@/lib/services/bank/match-bank-file';

// A process that decides the entries of a file and may be killed on the way: <url> <operator> <file> <now>
const [url, operatorId, fileId, now] = process.argv.slice(2) as [string, string, string, string];
connectAs(url);
await matchBankFile({ actor: systemActor(operatorId), now }, fileId, { chunk: 4 });
process.exit(0);
