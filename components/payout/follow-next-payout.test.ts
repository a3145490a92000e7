import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followNextPayout } from '@/components/payout/follow-next-payout';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('says each move once, nothing while hidden or unread, and nothing after the end', async () => {
  const answers: (string | null)[] = ['10.00', '10.00', '9.00', null, '9.00', '8.00', '7.00'];
  let [moves, hidden] = [0, false];
  const stop = followNextPayout({
    look: async () => answers.shift() ?? null,
    onMoved: () => (moves += 1),
    isHidden: () => hidden,
    everyMs: 1_000,
  });
  const after = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return moves;
  };
  expect(await after(1_000)).toBe(0);
  expect(await after(1_000)).toBe(1);
  expect(await after(2_000)).toBe(1);
  hidden = true;
  expect(await after(5_000)).toBe(1);
  hidden = false;
  expect(await after(1_000)).toBe(2);
  stop();
  expect(await after(5_000)).toBe(2);
});
