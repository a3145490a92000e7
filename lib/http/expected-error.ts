import { invalid } from '@/lib/errors';
import { log } from '@/lib/log';

/**
 * What no column can keep is what the sender wrote, where no schema stopped it before: the net below them.
 * Logged all the same, because a sum of ours could be too large as well.
 */
export function expectedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const words = WORDS.get(String((error as { code?: unknown }).code));
  if (!words) return error;
  log.warn({ error: error.stack }, 'a value that no column can keep');
  return invalid(words[0], '', words[1]);
}

const NO_TEXT = ['bad_text', 'A text in this has a character that cannot be kept, as NUL is.'] as const;

/** By SQLSTATE. */
const WORDS = new Map<string, readonly [code: string, message: string]>([
  ['22003', ['amount_too_large', 'A number in this is larger than can be kept.']],
  // NUL in a text, and `\u0000` in JSON.
  ['22021', NO_TEXT],
  ['22P05', NO_TEXT],
]);
