import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followRun } from '@/components/run/follow-run';
import type { RunView } from '@/components/run/run-view';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const run = (phase: RunView['phase'], done: number) =>
  ({ id: 'r', phase, accounts: { total: 3, done, held: 0, issued: 0 } }) as RunView;

/** The part of an EventSource that is used, with the network's side in our hands. */
class Stream extends EventTarget {
  readyState = 1;
  constructor(readonly url: string) {
    super();
  }
  close() {
    this.readyState = 2;
  }
  say(next: RunView) {
    this.dispatchEvent(new MessageEvent('run', { data: JSON.stringify(next) }));
  }
  refuse() {
    this.readyState = 2;
    this.dispatchEvent(new Event('error'));
  }
}

function follow(ask: () => Promise<RunView | null>) {
  const seen: string[] = [];
  let stream!: Stream;
  const stop = followRun('r', {
    onUpdate: ({ phase, accounts }) => seen.push(`${phase} ${accounts.done}`),
    ask,
    pollMs: 10,
    open: (url) => {
      stream = new Stream(url);
      return stream as unknown as EventSource;
    },
  });
  return { seen, stream, stop };
}

test('tells each event and closes the stream when the run comes to rest', () => {
  const { seen, stream } = follow(async () => null);
  expect(stream.url).toBe('/api/v1/bill-runs/r/events');
  stream.say(run('running', 1));
  stream.say(run('running', 3));
  stream.say(run('review', 3));
  expect(seen).toEqual(['running 1', 'running 3', 'review 3']);
  expect(stream.readyState).toBe(2);
});

test('a connection that drops is left to the browser; one that is refused is replaced by asking, until the end', async () => {
  const answers = [run('running', 2), null, run('review', 3), run('issued', 3)];
  const ask = vi.fn(async () => answers.shift() ?? null);
  const { seen, stream } = follow(ask);
  stream.dispatchEvent(new Event('error'));
  await vi.advanceTimersByTimeAsync(100);
  expect(ask).not.toHaveBeenCalled();
  stream.refuse();
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toEqual(['running 2', 'review 3']);
  expect(ask).toHaveBeenCalledTimes(3);
});

test('nothing is told after stopping', async () => {
  const { seen, stream, stop } = follow(async () => run('running', 1));
  stop();
  stream.say(run('running', 2));
  stream.refuse();
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toEqual([]);
});
