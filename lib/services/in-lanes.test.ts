import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inLanes } from '@/lib/services/in-lanes';

test('lanes are under way together, and end together', async () => {
  let [now, most] = [0, 0];
  await inLanes(3, undefined, async () => {
    now += 1;
    most = Math.max(most, now);
    await sleep(1);
    now -= 1;
  });
  expect([most, now]).toEqual([3, 0]);
});

test('a lane that fails stops the others at their next step, and is told when they have stopped', async () => {
  let [lane, steps] = [0, 0];
  const failing = inLanes(2, undefined, async (signal) => {
    lane += 1;
    if (lane === 2) throw new Error('broken');
    while (!signal.aborted) {
      await sleep(1);
      steps += 1;
    }
    steps = -steps;
  });
  await expect(failing).rejects.toThrow('broken');
  expect(steps).toBeLessThan(0);
});

test('whoever stops the run stops every lane', async () => {
  const stopping = new AbortController();
  const seen = await Promise.race([
    inLanes(2, stopping.signal, async (signal) => {
      stopping.abort();
      while (!signal.aborted) await sleep(1);
    }).then(() => 'ended'),
    sleep(5_000, 'still there', { ref: false }),
  ]);
  expect(seen).toBe('ended');
});
