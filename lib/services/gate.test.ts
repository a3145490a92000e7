import { expect, test } from 'vitest';
import { Gate } from '@/lib/services/gate';

test('so many run, so many wait in their order, and the next is sent away', async () => {
  const gate = new Gate({ running: 2, weight: 2, waiting: 2 });
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const work = (name: string) =>
    gate.run(1, async () => {
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
  const gate = new Gate({ running: 1, weight: 1, waiting: 0 });
  await expect(gate.run(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.run(1, async () => 'yes')).toBe('yes');
});

test('heavy work waits for room, and what came after it waits behind it', async () => {
  const gate = new Gate({ running: 8, weight: 10, waiting: 8 });
  const ends = new Map<string, () => void>();
  const work = (name: string, weight: number) =>
    gate.run(weight, () => new Promise<void>((end) => ends.set(name, end)));
  const all = [work('a', 6), work('b', 4), work('heavy', 50), work('c', 1)];
  const begun = async () => {
    await new Promise(setImmediate);
    return [...ends.keys()];
  };
  expect(await begun()).toEqual(['a', 'b']);
  ends.get('a')!();
  expect(await begun()).toEqual(['a', 'b']);
  ends.get('b')!();
  expect(await begun()).toEqual(['a', 'b', 'heavy']);
  ends.get('heavy')!();
  expect(await begun()).toEqual(['a', 'b', 'heavy', 'c']);
  ends.get('c')!();
  await Promise.all(all);
});
