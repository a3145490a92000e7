import { readFile } from 'node:fs/promises';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { previewPrices } from '@/lib/domain/rating/preview';
import { parsePricePreview } from '@/lib/schemas/price-preview';

const USAGE = `Usage: npm run -s price -- FILE    (FILE is a price preview request as JSON; - reads it from standard input)`;
const EXIT_WRONG_REQUEST = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return 0;
  }
  const [file] = args;
  if (file === undefined || args.length > 1) return refuse([errorIssue('usage', '', USAGE)]);
  let text: string;
  try {
    text = file === '-' ? await readStandardInput() : await readFile(file, 'utf8');
  } catch (error) {
    return refuse([errorIssue('file_not_readable', '', `${file} cannot be read: ${messageOf(error)}`)]);
  }
  let json: unknown;
  try {
    // A byte order mark is what some editors put first; JSON does not know it.
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refuse([errorIssue('invalid_json', '', `This is not JSON: ${messageOf(error)}`)]);
  }
  const request = parsePricePreview(json);
  if (!request.ok) return refuse(request.issues);
  const response = previewPrices(request.value);
  if (!('lines' in response)) return refuse(response.issues);
  print(response);
  return 0;
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(issues: readonly Issue[]): number {
  print({ issues });
  return EXIT_WRONG_REQUEST;
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
