import { expect, test } from 'vitest';
import { bandPath, contourPaths } from '@/components/stream/stream-path';

test('a band keeps its height at both ends and closes', () => {
  const path = bandPath(20, 60, 10);
  expect(path.startsWith('M0 15C')).toBe(true);
  expect(path).toContain('100 55L100 65');
  expect(path.endsWith('0 25Z')).toBe(true);
});

test('lines run inside the band, more of them the wider it is', () => {
  expect(contourPaths(50, 50, 3)).toEqual([]);
  const lines = contourPaths(50, 50, 28);
  expect(lines).toHaveLength(4);
  const starts = lines.map((line) => Number(/^M0 ([\d.]+)/.exec(line)?.[1]));
  expect(Math.min(...starts)).toBeGreaterThan(36);
  expect(Math.max(...starts)).toBeLessThan(64);
});
