import { defineConfig } from '@playwright/test';
import { address, dataDir, port, simulatorPort } from './e2e/stack';
import { findChromium } from './scripts/test/chromium';

/** The whole product on a data folder of its own, with the demo world; `npm test` picks a free port and a fresh folder. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One world for all journeys, told in order: a run started by one must not surprise another.
  workers: 1,
  forbidOnly: true,
  // For what hangs: a slow machine is not a fault.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: address,
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...withPath(findChromium()),
      args: ['--no-sandbox', '--disable-background-networking'],
    },
  },
  webServer: {
    command: 'exec node scripts/start.mjs',
    url: `${address}/api/health`,
    // One that a developer keeps running; `npm test` picks a port at which nobody is.
    reuseExistingServer: true,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      TRIBUTARY_DATA_DIR: dataDir,
      TRIBUTARY_DEMO: '1',
      SIMULATOR_PORT: String(simulatorPort),
      WORKERS: '1',
      // So that a run of a handful of accounts has a middle, in which it is paused and killed.
      BILL_RUN_CHUNK_ACCOUNTS: '2',
      DATABASE_URL: '',
      APP_DATABASE_URL: '',
      WORKER_DATABASE_URL: '',
      NEXTAUTH_URL: '',
    },
  },
});

/** Without a path Playwright takes the browser it downloaded itself. */
function withPath(executablePath: string | null): { executablePath?: string } {
  return executablePath === null ? {} : { executablePath };
}
