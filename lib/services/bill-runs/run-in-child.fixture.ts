import { connectAs } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';

// A process that does one part of a run and may be killed on the way: <advance|issue> <url> <operator> <run> <accounts a chunk>
const [part, url, operatorId, runId, accountsPerChunk] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
connectAs(url);
const work = part === 'issue' ? issueBillRun : advanceBillRun;
const options = { accountsPerChunk: Number(accountsPerChunk) };
process.stdout.write(await work({ actor: systemActor(operatorId), now: NOW }, runId, options));
process.exit(0);
