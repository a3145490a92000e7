import { Sentence } from '../sentence';

export type Options = { quick: boolean; only: string | null; json: string | null };

export const USAGE = `Usage: npm run -s crash -- [--quick] [--only TEXT] [--json FILE]
  --quick   smaller numbers, the same kinds of trouble: under three minutes on two quiet cores
  --only    the tests whose name holds TEXT
  --json    also writes what was done to FILE`;

/** Fails: a Sentence that names what is wrong, with the usage. */
export function parseOptions(args: readonly string[]): Options {
  const options: Options = { quick: false, only: null, json: null };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    const value = args[index + 1];
    if (arg === '--quick') options.quick = true;
    else if ((arg === '--only' || arg === '--json') && value !== undefined) {
      index += 1;
      options[arg === '--only' ? 'only' : 'json'] = value;
    } else throw new Sentence(`There is no option ${arg}, or it wants a value.\n${USAGE}`);
  }
  return options;
}
