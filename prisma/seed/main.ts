import { connectAs, disconnect } from '@/lib/db/client';
import { listOperatorIds } from '@/lib/db/tenant';
import { env } from '@/lib/env';
import { buildDemo } from '@/prisma/seed/worlds/demo/build-demo';

/** Seeds the demo world into an empty database, and says so in one line. */
async function main(): Promise<void> {
  const started = performance.now();
  if (await isInUse()) {
    console.log('The database is in use: the demo world stays out of it.');
    return;
  }
  const { customers, partners } = await buildDemo(new Date().toISOString());
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const counts = [
    `${Object.keys(partners).length} partners`,
    `${Object.keys(customers.customers).length} customers`,
    `${Object.keys(customers.accounts).length} billing accounts`,
  ];
  console.log(`Demo world: Meridian Telecom with ${counts.join(', ')} (${seconds} s).`);
}

/** Only a worker's login sees that there are operators without being in one. */
async function isInUse(): Promise<boolean> {
  const { APP_DATABASE_URL, WORKER_DATABASE_URL } = env();
  if (!APP_DATABASE_URL || !WORKER_DATABASE_URL) {
    throw new Error('The seed needs APP_DATABASE_URL and WORKER_DATABASE_URL, which npm start sets.');
  }
  connectAs(WORKER_DATABASE_URL);
  const operators = await listOperatorIds();
  await disconnect();
  connectAs(APP_DATABASE_URL);
  return operators.length > 0;
}

try {
  await main();
} finally {
  await disconnect();
}
