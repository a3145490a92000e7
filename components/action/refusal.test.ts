import { expect, test } from 'vitest';
import { refusalOf } from '@/components/action/refusal';

const refused = (...issues: [path: string, message: string][]) => ({
  message: 'Not saved',
  issues: issues.map(([path, message]) => ({ path, message })),
});

test('what is refused stands at its field, the first of two', () => {
  const answer = refused(['amount', 'Too much'], ['amount', 'No number'], ['reason', 'Say why']);
  expect(refusalOf(answer, ['amount', 'reason'])).toEqual({
    fields: { amount: 'Too much', reason: 'Say why' },
  });
});

test('a part of a field stands at the field, or at its own box', () => {
  const answer = refused(['emails.1', 'No address'], ['terms.0.rate', 'Above 100']);
  expect(refusalOf(answer, ['emails', 'terms', 'terms.0.rate'])).toEqual({
    fields: { emails: 'No address', 'terms.0.rate': 'Above 100' },
  });
});

test('what is about no field of the form is said at its head, also beside others', () => {
  expect(refusalOf(refused(), ['amount'])).toEqual({ message: 'Not saved', fields: {} });
  expect(refusalOf(refused(['bill', 'Is closed']), ['amount'])).toEqual({
    message: 'Is closed',
    fields: {},
  });
  expect(refusalOf(refused(['amount', 'Too much'], ['amounts', 'Odd']), ['amount'])).toEqual({
    message: 'Odd',
    fields: { amount: 'Too much' },
  });
});
