import { disconnect } from '@/lib/db/client';
import { openLaboratory } from '../scratch/laboratory';
import { Closers } from '../stack/closers';
import { endWithUs } from '../stack/signals';
import type { Bench } from './bench';
import { watchLoad } from './load';
import { MEASUREMENTS } from './measurements';
import type { Options } from './options';
import { newReport, printRow, type Report, writeReport } from './report';
import { measuredRow, missingRow, type Row, type RowId } from './row';

/** Takes the chosen rows one after the other on an installation of its own, and leaves nothing behind. */
export async function runBench(options: Options): Promise<Report> {
  const closers = new Closers();
  endWithUs(closers);
  const report = newReport();
  try {
    const lab = await openLaboratory(closers);
    closers.add(disconnect);
    const bench: Bench = { lab, now: new Date().toISOString(), quick: options.quick };
    for (const id of options.only) {
      const row = await takeRow(id, bench);
      if (closers.isClosing) return report;
      report.rows.push(row);
      printRow(row);
    }
    if (options.json !== null) writeReport(options.json, report);
    return report;
  } finally {
    await closers.close();
  }
}

async function takeRow(id: RowId, bench: Bench): Promise<Row> {
  const measure = MEASUREMENTS[id];
  const ended = watchLoad();
  try {
    return measuredRow(id, await measure(bench), ended());
  } catch (error) {
    if (bench.lab.closers.isClosing) return missingRow(id, 'Stopped.');
    console.error(error);
    return missingRow(id, `Not measured: ${error instanceof Error ? error.message : String(error)}`);
  }
}
