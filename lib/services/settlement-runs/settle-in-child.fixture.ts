import { connectAs } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';

// A process that goes on with a settlement run and may be killed on the way: <url> <operator> <run> <now> <payouts a chunk>
const [url, operatorId, runId, now, payoutsPerChunk] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
connectAs(url);
const ctx = { actor: systemActor(operatorId), now };
process.stdout.write(await advanceSettlementRun(ctx, runId, { payoutsPerChunk: Number(payoutsPerChunk) }));
process.exit(0);
