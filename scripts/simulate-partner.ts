import { nameOf } from './simulate-partner/book';
import { HELP, readOptions } from './simulate-partner/options';
import { sendToHub } from './simulate-partner/send';
import { serve } from './simulate-partner/serve';

/** `npm run -s simulate-partner`: a partner's own billing system, for trying the hub out. Shares no code with the hub. */
try {
  const options = readOptions(process.argv.slice(2), new Date());
  if (options === 'help') {
    console.log(HELP);
  } else if (options.send !== null) {
    const sent = await sendToHub(options);
    console.log(JSON.stringify(sent, null, 2));
    if (sent.some(({ status }) => status >= 400)) process.exitCode = 1;
  } else {
    const server = await serve(options);
    console.log(
      `A simulated partner answers at http://localhost:${options.port} for ${nameOf(options)} and any other period.`,
    );
    console.log(
      `API key ${options.clientSecret}; PUT /misbehave with ["late"] changes its mood; Ctrl-C ends it.`,
    );
    const end = () => server.close();
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const words = code === 'EADDRINUSE' ? 'The port is taken: choose another with --port.' : message;
  console.error(`${words}\nHelp: npm run -s simulate-partner -- --help`);
  process.exitCode = 1;
}
