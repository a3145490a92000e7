import type { Bench } from './bench';
import { measureFloor } from './bill-run/floor-row';
import { measureWorkers } from './bill-run/workers-row';
import { measureFile } from './file/file-row';
import { measureFileMemory } from './file/memory-row';
import { measureEvent, measureVisible } from './ingest/event-rows';
import { measureIngest, measureRatedIngest } from './ingest/throughput-rows';
import { measureNaive } from './naive/naive-row';
import { measureBillFile } from './partner-bill/copy-row';
import type { Measured, RowId } from './row';
import { measurePages } from './scaling/pages-row';
import { measureGrowth, measureMemory, measureOracle, measureRerun } from './scaling/rows';
import { measureSettlement } from './settlement/floor-row';
import { measurePayoutPage } from './settlement/page-row';

/** How each row is taken. */
export const MEASUREMENTS: Readonly<Record<RowId, (bench: Bench) => Promise<Measured>>> = {
  'bill-run.floor': measureFloor,
  'bill-run.workers': measureWorkers,
  'bill-run.naive': measureNaive,
  'ingest.floor': measureIngest,
  'ingest-rated.floor': measureRatedIngest,
  'file.copy': measureFile,
  'file.memory': measureFileMemory,
  'partner-bill.copy': measureBillFile,
  'event.p99': measureEvent,
  'event.visible': measureVisible,
  'growth.exponent': measureGrowth,
  'memory.rss': measureMemory,
  rerun: measureRerun,
  'pages.growth': measurePages,
  'settlement.floor': measureSettlement,
  'payout-page.growth': measurePayoutPage,
  oracle: measureOracle,
};
