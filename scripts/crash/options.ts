import { Sentence } from '../sentence';

export type Options = { quick: boolean; only: string | null };

export const USAGE = `Usage: npm run -s crash -- [--quick] [--only TEXT]
  --quick   smaller numbers, the same kinds of trouble: under three minutes on two quiet cores
  --only    the tests whose name holds TEXT`;

/** Fails: a Sentence that names what is wrong, with the usage. */
export function parseOptions(args: readonly string[]): Options {
  const options: Options = { quick: false, only: null };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    if (arg === '--quick') options.quick = true;
    else if (arg === '--only' && args[index + 1] !== undefined) {
      index += 1;
      options.only = args[index]!;
    } else throw new Sentence(`There is no option ${arg}, or it wants a value.\n${USAGE}`);
  }
  return options;
}
