import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const APP = path.resolve(import.meta.dirname, '../../app');

/** next-auth answers for itself, health says only whether we are up; both are read in review. */
const EXCEPTIONS = new Set(['api/auth/[...nextauth]/route.ts', 'api/health/route.ts']);

const sources = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(APP, file), 'utf8') }));

describe('nothing answers without the wrapper', () => {
  const routeFiles = sources.filter(({ file }) => /(^|\/)route\.ts$/.test(file) && !EXCEPTIONS.has(file));
  const actionFiles = sources.filter(({ text }) => /^\s*['"]use server['"]/m.test(text));

  test('there are routes and actions to look at', () => {
    expect(routeFiles.length).toBeGreaterThan(0);
    expect(actionFiles.length).toBeGreaterThan(0);
  });

  test.each(routeFiles)('$file: every method is made by defineRoute', ({ text }) => {
    const made = new Set(
      [...text.matchAll(/const (\w+)(?::\s*\w+)? = defineRoute\b/g)].map(([, name]) => name),
    );
    expect(handlersOf(text).filter((handler) => !made.has(handler))).toEqual([]);
  });

  test.each(actionFiles)('$file: every action is made by defineAction, in a file of actions', ({ text }) => {
    const exported = [...text.matchAll(/^export (?:const|async function|function) (\w+)/gm)].map(
      ([, name]) => name,
    );
    const made = [...text.matchAll(/^export const (\w+) = (\w+)\(/gm)].flatMap(([, name, maker]) =>
      makersIn(text).has(maker!) ? [name] : [],
    );
    expect(text).toMatch(/^'use server';/);
    expect(exported).toEqual(made);
    expect(text).not.toMatch(/^export (default|\{|\*)/m);
  });
});

/** defineAction, and functions of the file that do nothing but return it. */
function makersIn(text: string): Set<string> {
  const local = [...text.matchAll(/^function (\w+)\([^\n]*\) \{\n {2}return defineAction\(/gm)];
  return new Set(['defineAction', ...local.map(([, name]) => name!)]);
}

/** The local names behind the exported methods. */
function handlersOf(text: string): string[] {
  const direct = [
    ...text.matchAll(
      /^export (?:const|async function|function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm,
    ),
  ];
  const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => list!.split(','));
  const renamed = lists.map((entry) => entry.trim().split(/\s+as\s+/)[0]!).filter(Boolean);
  return [...direct.map(([, name]) => name!), ...renamed];
}
