import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { locales } from '@/lib/format/locales';
import { loadMessages, type Messages, mergeMessages } from '@/lib/format/messages';

const root = join(import.meta.dirname, '..', '..');

test('a translation’s gap is filled from English, leaf by leaf', () => {
  const merged = mergeMessages({ a: { x: 'one', y: 'two' } }, { a: { y: 'dwa' } });
  expect(merged).toEqual({ a: { x: 'one', y: 'dwa' } });
});

test.each(locales)('every message the pages ask for exists in %s', async (locale) => {
  const messages = await loadMessages(locale);
  const used = usedKeys();
  expect(used.length).toBeGreaterThan(50);
  const missing = used.filter(({ key }) => typeof lookUp(messages, key) !== 'string');
  expect(missing).toEqual([]);
});

/** Keys written out in code, found by their translator; keys put together at run time are not seen here. */
function usedKeys(): { key: string; file: string }[] {
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );
  return files.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8');
    const translators = [
      ...code.matchAll(/const (\w+) = (?:await )?(?:use|get)Translations\((?:'([\w.]*)')?\)/g),
    ];
    return [...code.matchAll(/\b(\w+)(?:\.(?:rich|markup))?\('([\w.]+)'/g)].flatMap((call) => {
      // The nearest translator of that name above the call is the one in scope.
      const translator = translators.findLast(
        ([, name], at) => name === call[1] && (translators[at]?.index ?? 0) < call.index,
      );
      if (!translator) return [];
      const namespace = translator[2];
      return [{ key: namespace ? `${namespace}.${call[2]}` : (call[2] ?? ''), file }];
    });
  });
}

function lookUp(messages: Messages, key: string): string | Messages | undefined {
  return key
    .split('.')
    .reduce<string | Messages | undefined>(
      (node, part) => (typeof node === 'object' ? node[part] : undefined),
      messages,
    );
}
