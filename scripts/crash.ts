import { parseOptions, USAGE } from './crash/options';
import { generateClient } from './generate-client';
import { runCommand } from './sentence';

/** `npm run -s crash`: real processes are killed at every step, and the books are what they would have been. */
await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  const options = parseOptions(args);
  // A connection that is lost here is lost on purpose.
  process.env.LOG_LEVEL ??= 'fatal';
  // In a fresh clone the client is not there yet, and nothing that needs it may be loaded before.
  await generateClient();
  const { runCrash } = await import('./crash/run-crash');
  const results = await runCrash(options);
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0 || results.length === 0) process.exitCode = 1;
});
