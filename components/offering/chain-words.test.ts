import { expect, test } from 'vitest';
import { chainWords } from '@/components/offering/chain-words';

const place = (payerId: string, partnerId: string) => ({
  payerId,
  partnerId,
  partner: partnerId.toUpperCase(),
});

test.each([
  [[place('op', 'a'), place('a', 'b'), place('b', 'c')], 'A → B → C'],
  [[place('op', 'a'), place('op', 'd'), place('a', 'b'), place('a', 'c')], 'A (B, C), D'],
  [[place('op', 'a'), place('a', 'b'), place('b', 'c'), place('b', 'd')], 'A → B (C, D)'],
])('%#: %j', (places, words) => {
  expect(chainWords(places)).toBe(words);
});
