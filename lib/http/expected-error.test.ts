import { expect, test } from 'vitest';
import { expectedError } from '@/lib/http/expected-error';
import { problemResponse } from '@/lib/http/problem';

test('a number or a text that no column can keep is the sender’s, anything else stays what it is', async () => {
  const outOfRange = Object.assign(new Error('bigint out of range'), { code: '22003' });
  const answer = problemResponse(outOfRange, 'request-1');
  expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'amount_too_large' }]);
  for (const code of ['22021', '22P05']) {
    const noText = problemResponse(Object.assign(new Error('0x00'), { code }), 'request-2');
    expect([noText.status, await noText.json()]).toMatchObject([422, { code: 'bad_text' }]);
  }
  const defect = Object.assign(new Error('no such column'), { code: '42703' });
  expect(expectedError(defect)).toBe(defect);
  expect(expectedError('text')).toBe('text');
});
