import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evidenceType } from '@/lib/services/disputes/evidence-type';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['invoice.pdf', bytes('%PDF-1.7\n…'), 'application/pdf'],
  ['photo.pdf', bytes('\x89PNG\r\n\x1a\n\0\0'), 'image/png'],
  ['photo.jpg', bytes('\xff\xd8\xff\xe0\0'), 'image/jpeg'],
  ['photo', bytes('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  ['usage.CSV', Buffer.from('a;b\n1;ü\n'), 'text/csv'],
  ['page.html', Buffer.from('<script>alert(1)</script>'), 'text/plain'],
])('%s is what its bytes say', (name, content, type) => {
  expect(evidenceType(name, content)).toBe(type);
});

test.each([
  ['archive.zip', bytes('PK\x03\x04\0\0')],
  ['old.txt', bytes('na\xefve')],
  ['empty.bin', bytes('\0')],
])('%s is refused', (name, content) => {
  expect(() => evidenceType(name, content)).toThrow('Send a PDF');
});

test('random bytes are refused or plain text, and never anything a browser runs', () => {
  const safe = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'text/csv', 'text/plain'];
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (random) => {
      let type: string | null = null;
      try {
        type = evidenceType('x.svg', Buffer.from(random));
      } catch (error) {
        expect(error).toMatchObject({ code: 'unsupported_evidence' });
      }
      expect([null, ...safe]).toContain(type);
    }),
    { numRuns: 200 },
  );
});
