import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { generateClient } from '../generate-client';
import { prepareDatabase } from '../migrations/prepare-database';
import { startCluster } from '../postgres/cluster';

declare module 'vitest' {
  interface ProvidedContext {
    /** The template database of the run's scratch cluster, migrated and empty. */
    templateDatabase: { ownerUrl: string; appUrl: string; workerUrl: string };
  }
}

/** One scratch PostgreSQL for all database tests of a run; vitest calls what is returned at the end. */
export default async function startTestDatabase(project: TestProject): Promise<() => Promise<void>> {
  await generateClient();
  const cluster = await startCluster({ scratch: true, unsafeFast: true });
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-test-'));
  const stop = async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { ownerUrl, appUrl, workerUrl } = await prepareDatabase(cluster.url, { dataDir });
    project.provide('templateDatabase', { ownerUrl, appUrl, workerUrl });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
