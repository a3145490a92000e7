import { expect, test } from 'vitest';
import { Gate } from '@/lib/services/gate';

test('so many run, so many wait in their order, and the next is sent away', async () => {
  const gate = new Gate({ running: 2, waiting: 2 });
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const work = (name: string) =>
    gate.run(async () => {
      begun.push(name);
      await new Promise<void>((end) => ends.push(end));
      return name;
    });
  const all = [work('a'), work('b'), work('c'), work('d')];
  await expect(work('e')).rejects.toMatchObject({ kind: 'rate_limited', code: 'busy' });
  expect(begun).toEqual(['a', 'b']);
  ends[0]!();
  expect(await all[0]).toBe('a');
  await new Promise(setImmediate);
  expect(begun).toEqual(['a', 'b', 'c']);
  ends[1]!();
  await all[1];
  await new Promise(setImmediate);
  for (const end of ends) end();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('work that fails gives its place back', async () => {
  const gate = new Gate({ running: 1, waiting: 0 });
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.run(async () => 'yes')).toBe('yes');
});
