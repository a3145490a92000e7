import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export type Persona = { name: string; role: string; audience: string; apiKey: string; path: string };

/** What a person needs next: the address, and in the demo world who to be. */
export async function welcome(
  root: string,
  address: string,
  demo: boolean,
  seconds: number,
): Promise<string> {
  const lines = ['', `Tributary is ready at ${address} (after ${seconds.toFixed(1)} s).`];
  const personas = demo ? await demoPersonas(root) : [];
  if (personas.length > 0) {
    lines.push(
      '',
      'Sign in with one click as',
      '',
      ...table(personas),
      '',
      `API: Authorization: Bearer KEY on ${address}/api/v1`,
    );
  }
  return [...lines, '', 'Ctrl-C ends it.', ''].join('\n');
}

async function demoPersonas(root: string): Promise<Persona[]> {
  const file = path.join(root, 'prisma/seed/personas.ts');
  if (!existsSync(file)) return [];
  const { demoPersonas } = (await import(pathToFileURL(file).href)) as { demoPersonas: Persona[] };
  return demoPersonas;
}

function table(personas: Persona[]): string[] {
  const rows = personas.map(({ name, role, apiKey }) => [name, role, apiKey]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`);
}
