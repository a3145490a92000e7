/** A failure the person at the terminal can act on: its message is shown as it is, without a stack. */
export class Sentence extends Error {
  override name = 'Sentence';
}

/** Runs a command's main function; an expected failure becomes one sentence on stderr and exit code 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
