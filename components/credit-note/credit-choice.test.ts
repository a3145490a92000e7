import { expect, test } from 'vitest';
import { chosenCredit } from '@/components/credit-note/credit-choice';

test('nothing is asked for until something that can be read is chosen', () => {
  const draft = { amounts: {}, goodwill: '' };
  expect(chosenCredit({ ...draft, mode: 'whole' })).toBe('whole');
  expect(chosenCredit({ ...draft, mode: 'lines' })).toBeNull();
  expect(chosenCredit({ ...draft, mode: 'lines', amounts: { a: '1.50', b: '' } })).toBeNull();
  expect(chosenCredit({ ...draft, mode: 'lines', amounts: { a: '1.50' } })).toEqual({
    lines: [{ lineId: 'a', amount: '1.50' }],
  });
  expect(chosenCredit({ ...draft, mode: 'goodwill', goodwill: 'five' })).toBeNull();
  expect(chosenCredit({ ...draft, mode: 'goodwill', goodwill: '5' })).toEqual({ goodwill: '5' });
});
