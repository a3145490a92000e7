import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evidenceName, evidenceType } from '@/lib/services/disputes/evidence-type';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['invoice.pdf', bytes('%PDF-1.7\n…'), 'application/pdf'],
  ['photo.pdf', bytes('\x89PNG\r\n\x1a\n\0\0'), 'image/png'],
  ['photo.jpg', bytes('\xff\xd8\xff\xe0\0'), 'image/jpeg'],
  ['photo', bytes('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
  ['usage.CSV', Buffer.from('a;b\n1;ü\n'), 'text/csv'],
  ['notes', Buffer.from('2 < 3 seats'), 'text/plain'],
  ['a/b.c/notes', Buffer.from('seats'), 'text/plain'],
  ['page.html', bytes('%PDF-1.7\n<script>…'), 'application/pdf'],
])('%s is what its bytes say', (name, content, type) => {
  expect(evidenceType(name, content)).toBe(type);
});

test.each([
  ['archive.zip', bytes('PK\x03\x04\0\0')],
  ['old.txt', bytes('na\xefve')],
  ['empty.bin', bytes('\0')],
  ['page.html', Buffer.from('hello')],
  ['drawing.svg', Buffer.from('<svg onload="alert(1)"/>')],
  ['drawing.txt', Buffer.from('\ufeff\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['notes.txt', Buffer.from(' <!DOCTYPE html><script>alert(1)</script>')],
  ['notes', Buffer.from('<?xml version="1.0"?><x/>')],
  ['run.bat', Buffer.from('del *')],
  ['run.csv.js', Buffer.from('1')],
])('%s is refused', (name, content) => {
  expect(() => evidenceType(name, content)).toThrow('Send a PDF');
});

test.each([
  ['../../etc/passwd', 'text/plain', 'passwd'],
  ['C:\\Users\\a\\seats.csv', 'text/csv', 'seats.csv'],
  ['photo.html', 'image/png', 'photo.html.png'],
  ['photo.JPG', 'image/jpeg', 'photo.JPG'],
  ['in\u202Efdp.exe', 'application/pdf', 'infdp.exe.pdf'],
  ['a\0\r\nb.txt', 'text/plain', 'ab.txt'],
  ['..', 'text/plain', 'file'],
  ['.htaccess', 'text/plain', 'htaccess'],
  ['', 'text/plain', 'file'],
])('%j as %s is kept as %s', (name, type, kept) => {
  expect(evidenceName(name, type)).toBe(kept);
});

test('random bytes are refused or plain text, and never anything a browser runs', () => {
  const safe = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'text/csv', 'text/plain'];
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (random) => {
      let type: string | null = null;
      try {
        type = evidenceType('x.txt', Buffer.from(random));
      } catch (error) {
        expect(error).toMatchObject({ code: 'unsupported_evidence' });
      }
      expect([null, ...safe]).toContain(type);
    }),
    { numRuns: 200 },
  );
});
