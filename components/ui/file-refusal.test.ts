import { expect, test } from 'vitest';
import { fileRefusal } from '@/components/ui/file-refusal';

const csv = { name: 'Focus.CSV', type: 'text/csv', size: 10 };

test('endings are compared without case, media types exactly or by family', () => {
  expect(fileRefusal(csv, ['.csv'])).toBeNull();
  expect(fileRefusal(csv, ['text/csv'])).toBeNull();
  expect(fileRefusal(csv, ['text/*'])).toBeNull();
  expect(fileRefusal(csv, ['.xml', 'application/xml'])).toBe('wrongKind');
  expect(fileRefusal(csv, [])).toBeNull();
});

test('empty and oversized files are refused', () => {
  expect(fileRefusal({ ...csv, size: 0 }, ['.csv'])).toBe('empty');
  expect(fileRefusal(csv, ['.csv'], 10)).toBeNull();
  expect(fileRefusal(csv, ['.csv'], 9)).toBe('tooLarge');
});
