import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { createApiKey } from '@/lib/services/identity/create-api-key';
import { saveUsageMapping } from '@/lib/services/usage-mappings/save-usage-mapping';
import { actingAt } from '@/prisma/seed/builders/world';
import { peakMbOf } from '../../scratch/peak-memory';
import { buildPages, startWeb, startWorker } from '../../scratch/processes';
import type { Child } from '../../stack/child';
import { type Bench, newVolume, settle, withSite } from '../bench';
import type { Measured } from '../row';
import { CDR_MAPPING, cdrFile } from './cdr-file';

const ACCOUNTS = 500;
const MB = 1_000_000;
/** The smaller one warms both processes up, so that what the larger adds is the file's own. */
const WARM_BYTES = 10 * MB;

/**
 * What a large CSV file adds to the peak memory of the web process that receives it over HTTP and of the worker that reads it,
 * after a file of 10 MB: the larger of the two, in MB. 1 GB, or 100 MB with `--quick`.
 */
export function measureFileMemory(bench: Bench): Promise<Measured> {
  const bytes = bench.quick ? 100 * MB : 1000 * MB;
  return withSite(bench, async (site) => {
    await buildPages(bench.lab);
    const volume = await newVolume(site, ACCOUNTS);
    const ctx = actingAt(volume.world, site.now);
    const { key } = await createApiKey(ctx, {
      name: 'file',
      audience: 'operator',
      partyId: null,
      role: 'billing',
    });
    await saveUsageMapping(ctx, CDR_MAPPING);
    const web = await startWeb(site.lab);
    const worker = startWorker(site.lab, 'worker-memory');
    try {
      const took = async (name: string, size: number) => {
        const since = performance.now();
        const rows = await takeFile(site.owner, { url: web.url, key, name, size });
        return { rows, ms: performance.now() - since, ...peaks(web.child, worker) };
      };
      const small = await took('small', WARM_BYTES);
      await settle(site.owner);
      const large = await took('large', bytes);
      const growth = { web: large.web - small.web, worker: large.worker - small.worker };
      const perSecond = `${Math.round(large.rows / large.ms)}k rows a second, sent and read`;
      return {
        value: Math.max(0, growth.web, growth.worker),
        note: `${bytes / MB} MB after ${WARM_BYTES / MB} MB: web ${small.web.toFixed(0)} to ${large.web.toFixed(0)} MB, worker ${small.worker.toFixed(0)} to ${large.worker.toFixed(0)} MB; ${large.rows} rows, ${perSecond}`,
      };
    } finally {
      await worker.stop(5000);
      await web.child.stop(5000);
    }
  });
}

const peaks = (web: Child, worker: Child) => ({ web: peakMbOf(web.pid), worker: peakMbOf(worker.pid) });

type Sent = { url: string; key: string; name: string; size: number };

/** Sends a file of about that size and waits until its last row is taken; answers how many there were. */
async function takeFile(owner: pg.Client, { url, key, name, size }: Sent): Promise<number> {
  const boundary = 'tributary-bench';
  const answer = await fetch(`${url}/api/v1/usage-files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Readable.toWeb(Readable.from(inForm(boundary, name, cdrFile(name, size, ACCOUNTS)))),
    duplex: 'half',
  } as RequestInit);
  const file = (await answer.json()) as { id: string };
  if (answer.status !== 202)
    throw new Error(`The upload was answered ${answer.status}: ${JSON.stringify(file)}`);
  for (;;) {
    const { rows } = await owner.query<{
      state: string;
      failure: string | null;
      taken: string;
      open: string;
    }>(
      `select state, failure, rows_accepted as taken, rows_received - rows_accepted as open from usage_file where id = $1`,
      [file.id],
    );
    const { state, failure, taken, open } = rows[0]!;
    if (state === 'done' && open === '0') return Number(taken);
    if (state === 'done' || state === 'failed')
      throw new Error(`The file is ${state}, ${open} rows not taken: ${failure}`);
    await sleep(LOOK_EVERY_MS);
  }
}

const LOOK_EVERY_MS = 200;

async function* inForm(boundary: string, name: string, file: Iterable<Buffer>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${CDR_MAPPING.name}\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}.csv"\r\ncontent-type: text/csv\r\n\r\n`,
  );
  yield* file;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
