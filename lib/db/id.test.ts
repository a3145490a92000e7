import { expect, test } from 'vitest';
import { z } from 'zod';
import { idOfKey, newId } from '@/lib/db/id';

test('ids come in the order in which they are made, each once', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a key is one id, which the edge takes for one', () => {
  expect(idOfKey('f'.repeat(32))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  expect(idOfKey('0123456789abcdef0123456789abcdef')).toBe('01234567-89ab-4def-8123-456789abcdef');
  for (const digit of '0123456789abcdef') {
    expect(z.uuid().safeParse(idOfKey(digit.repeat(32))).success).toBe(true);
  }
});
