import { Sentence } from '../sentence';
import { ROW_IDS, type RowId } from './row';

export type Options = { json: string | null; quick: boolean; strict: boolean; only: readonly RowId[] };

export const USAGE = `Usage: npm run -s bench -- [--quick] [--json FILE] [--only id,id] [--strict]
  --quick   smaller sizes, same rows: under 90 seconds on two quiet cores
  --json    also writes the table to FILE
  --only    measures these rows alone: ${ROW_IDS.join(', ')}
  --strict  exit code 1 when a judged row is not met; else only when the bench itself fails`;

/** Fails: a Sentence that names what is wrong, with the usage. */
export function parseOptions(args: readonly string[]): Options {
  const options = { json: null as string | null, quick: false, strict: false, only: ROW_IDS as RowId[] };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    const value = () => {
      index += 1;
      return args[index] ?? refuse(`${arg} wants a value.`);
    };
    if (arg === '--quick') options.quick = true;
    else if (arg === '--strict') options.strict = true;
    else if (arg === '--json') options.json = value();
    else if (arg === '--only') options.only = parseIds(value());
    else refuse(`There is no option ${arg}.`);
  }
  return options;
}

function parseIds(text: string): RowId[] {
  const ids = text.split(',').map((id) => id.trim());
  for (const id of ids) if (!ROW_IDS.includes(id as RowId)) refuse(`There is no row "${id}".`);
  return ROW_IDS.filter((id) => ids.includes(id));
}

function refuse(reason: string): never {
  throw new Sentence(`${reason}\n${USAGE}`);
}
