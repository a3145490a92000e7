import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readMultipart } from '@/lib/http/multipart';

const LIMIT = 100_000;
const read = (form: FormData) =>
  readMultipart(new Request('http://localhost/', { method: 'POST', body: form }), LIMIT);

function formOf(entries: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(entries)) form.append(name, value);
  return form;
}

describe('readMultipart', () => {
  test('gives fields, and the file with its bytes and their hash', async () => {
    const bytes = Buffer.from('a;b\n1;ż\n');
    const file = new File([bytes], 'wrzesień.csv', { type: 'text/csv' });
    expect(await read(formOf({ format: 'csv', file }))).toEqual({
      fields: { format: 'csv' },
      file: {
        field: 'file',
        name: 'wrzesień.csv',
        mediaType: 'text/csv',
        bytes,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    });
  });

  test('an empty file is a file, and none is none', async () => {
    expect((await read(formOf({ file: new File([], 'empty.csv') }))).file).toMatchObject({
      name: 'empty.csv',
    });
    expect((await read(formOf({ format: 'csv' }))).file).toBeNull();
  });

  test('too large, two files, the same field twice and too many fields are refused', async () => {
    const large = new File(['x'.repeat(LIMIT + 1)], 'large.csv');
    await expect(read(formOf({ file: large }))).rejects.toMatchObject({ code: 'body_too_large' });
    await expect(read(formOf({ note: 'x'.repeat(20_000) }))).rejects.toMatchObject({
      code: 'body_too_large',
    });
    const two = formOf({ a: new File(['1'], 'a'), b: new File(['2'], 'b') });
    await expect(read(two)).rejects.toMatchObject({ code: 'malformed_body' });
    const twice = formOf({ format: 'csv' });
    twice.append('format', 'ubl');
    await expect(read(twice)).rejects.toMatchObject({ code: 'malformed_body' });
    const many = formOf(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, 'x'])));
    await expect(read(many)).rejects.toMatchObject({ code: 'malformed_body' });
  });

  test('a body that breaks off, or is none, is refused', async () => {
    const type = 'multipart/form-data; boundary=b';
    const send = (body: string | null, contentType = type) =>
      readMultipart(
        new Request('http://localhost/', { method: 'POST', body, headers: { 'content-type': contentType } }),
        LIMIT,
      );
    const cut = '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\nhalf';
    for (const body of [cut, 'garbage', null]) {
      await expect(send(body)).rejects.toMatchObject({ code: 'malformed_body' });
    }
    await expect(send('x', 'multipart/form-data')).rejects.toMatchObject({ code: 'malformed_body' });
    await expect(send('{}', 'application/json')).rejects.toMatchObject({ kind: 'unsupported' });
  });
});
