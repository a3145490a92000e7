import { expect, test } from 'vitest';
import { Closers } from './closers';

test('ends in reverse, waits for what is still beginning, and once', async () => {
  const closers = new Closers();
  const ended: string[] = [];
  const note = (name: string) => () => void ended.push(name);
  const worker = deferred<() => void>();
  closers.add(note('database'));
  closers.add(worker.promise);
  closers.add(Promise.reject(new Error('never began')));
  closers.add(note('web'));

  const first = closers.close();
  const second = closers.close();
  expect(closers.isClosing).toBe(true);
  worker.resolve(note('worker'));
  await Promise.all([first, second]);
  expect(ended).toEqual(['web', 'worker', 'database']);
});

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  const resolvers: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => {
    resolvers.push(resolve);
  });
  return { promise, resolve: (value) => resolvers[0]?.(value) };
}
