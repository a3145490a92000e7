import { parseOptions, USAGE } from './bench/options';
import { generateClient } from './generate-client';
import { runCommand } from './sentence';

/** `npm run -s bench`: the performance table, measured here and now. */
await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  const options = parseOptions(args);
  // In a fresh clone the client is not there yet, and nothing that needs it may be loaded before.
  await generateClient();
  const { runBench } = await import('./bench/run-bench');
  const { rows } = await runBench(options);
  const failed = rows.filter(({ met, value, judged }) =>
    value === null ? true : options.strict && judged && met === false,
  );
  if (failed.length > 0) process.exitCode = 1;
});
