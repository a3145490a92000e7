import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/**
 * Typesets `template` (a .typ file beside this one) with `data`, as PDF bytes (PDF/A-3b). The data goes in as a
 * JSON file, never as markup: a customer's name cannot become a command. Throws with Typst's own words when the
 * template does not compile. `createdAt` (ISO instant) makes the bytes reproducible.
 */
export function renderTypst(template: string, data: unknown, createdAt: string): Uint8Array {
  const typst = compiler();
  typst.mapShadow(path.join(workspace, 'data.json'), Buffer.from(JSON.stringify(data)));
  const compiled = typst.compile({ mainFileContent: source(template) });
  const document = compiled.result;
  if (!document)
    throw new Error(
      `${template} does not compile: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`,
    );
  const bytes = typst.pdf(document, {
    pdfStandard: 'a-3b',
    creationTimestamp: Math.floor(Date.parse(createdAt) / 1000),
  });
  typst.evictCache(evictAfterCompiles);
  return bytes;
}

const workspace = path.join(process.cwd(), 'lib', 'documents', 'pdf');
const evictAfterCompiles = 10;

let made: NodeCompiler | undefined;
function compiler(): NodeCompiler {
  // Loading the fonts takes most of a first compile; a warm compiler answers in a tenth of a second.
  made ??= NodeCompiler.create({
    workspace,
    fontArgs: [{ fontBlobs: fontFiles().map((file) => readFileSync(file)) }],
  });
  return made;
}

function fontFiles(): string[] {
  const geist = path.join(process.cwd(), 'node_modules', 'geist', 'dist', 'fonts', 'geist-sans');
  return ['Regular', 'Medium', 'SemiBold'].map((weight) => path.join(geist, `Geist-${weight}.ttf`));
}

const sources = new Map<string, string>();
function source(template: string): string {
  let text = sources.get(template);
  if (text === undefined) {
    text = readFileSync(path.join(workspace, template), 'utf8');
    sources.set(template, text);
  }
  return text;
}
