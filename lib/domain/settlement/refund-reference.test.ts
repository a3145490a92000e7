import { expect, test } from 'vitest';
import { refundIdOf, refundReference } from '@/lib/domain/settlement/refund-reference';

test('a refund is found again by what the bank was told, whatever the bank does to its letters', () => {
  const id = '019aab12-34cd-7ef0-8123-456789abcdef';
  const reference = refundReference(id);
  expect(reference).toBe('RF019AAB1234CD7EF08123456789ABCDEF');
  expect(reference.length).toBeLessThanOrEqual(35);
  expect([refundIdOf(reference), refundIdOf(reference.toLowerCase())]).toEqual([id, id]);
  expect([refundIdOf('PO-000001'), refundIdOf(`${reference}0`), refundIdOf('')]).toEqual([null, null, null]);
});
