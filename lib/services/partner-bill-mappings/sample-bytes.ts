import { invalid } from '@/lib/errors';

/** The first lines of a file, as text or as bytes in base64. */
export type SampleInput = { sample?: string | undefined; sampleBase64?: string | undefined };

/** So much of a file is previewed; a sample of this size is cut somewhere, and its last row is not looked at. */
export const SAMPLE_BYTES = 64 * 1024;

/** Fails: `sample_required`, `sample_too_large`. */
export function sampleBytes({ sample, sampleBase64 }: SampleInput): Buffer {
  if ((sample === undefined) === (sampleBase64 === undefined))
    throw invalid(
      'sample_required',
      'sample',
      'Send the first lines of a file, as text or as bytes in base64.',
    );
  const bytes = sample === undefined ? Buffer.from(sampleBase64!, 'base64') : Buffer.from(sample);
  if (bytes.length > SAMPLE_BYTES * 2)
    throw invalid('sample_too_large', 'sample', 'Keep a sample of up to 64 kB: some lines are enough.');
  return bytes;
}

/** Without the row that the end of a sample cuts in two. */
export function wholeLines(text: Buffer, wasCut: boolean): Buffer {
  const end = text.lastIndexOf(10);
  return wasCut && end !== -1 ? text.subarray(0, end + 1) : text;
}
