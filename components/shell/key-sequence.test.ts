import { expect, test } from 'vitest';
import { type KeyState, readKey, sequenceTimeoutMs } from '@/components/shell/key-sequence';

const start: KeyState = { goPressedAtMs: null };
const stroke = (key: string, atMs = 0) => ({ key, modified: false, typing: false, atMs });

test('g then a letter goes', () => {
  const { state } = readKey(start, stroke('g', 100));
  expect(readKey(state, stroke('b', 200)).effect).toEqual({ kind: 'go', letter: 'b' });
  expect(readKey(state, stroke('g', 200)).effect).toEqual({ kind: 'go', letter: 'g' });
});

test('too late, a letter alone, or a letter with a modifier does nothing', () => {
  const { state } = readKey(start, stroke('g', 0));
  expect(readKey(state, stroke('b', sequenceTimeoutMs + 1)).effect).toBeNull();
  expect(readKey(start, stroke('b')).effect).toBeNull();
  expect(readKey(state, { ...stroke('b', 10), modified: true }).effect).toBeNull();
});

test('nothing happens while someone types', () => {
  expect(readKey(start, { ...stroke('?'), typing: true }).effect).toBeNull();
  expect(readKey(start, stroke('?')).effect).toEqual({ kind: 'help' });
});
