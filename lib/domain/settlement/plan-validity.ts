import { errorIssue, fail, ok, type Result } from '@/lib/domain/money/issue';
import { overlaps, type Validity } from '@/lib/domain/settlement/in-force';

export type DatedVersion = Validity & { id: string; version: number };

/** A signed version that must end before the next one can begin. */
export type EndingVersion = { id: string; validTo: string };

/**
 * What signing an agreement does to the signed ones of the same two parties. The version it replaces ends on the day on which it begins;
 * any other that shares a day with it refuses it, and so does a replaced one that would be left without a day.
 * Fails: `date_order` (it ends before it begins), `date_overlap` at `validFrom`.
 * Example: version 1 is open, version 2 replaces it from 1 March: version 1 ends on 1 March, half-open.
 */
export function planValidity(
  signed: readonly DatedVersion[],
  next: Validity & { replacesId: string | null },
): Result<EndingVersion | null> {
  const { validFrom, validTo, replacesId } = next;
  if (validTo !== null && validTo <= validFrom) {
    return fail(errorIssue('date_order', 'validTo', 'It must end after the day on which it begins.'));
  }
  let ending: EndingVersion | null = null;
  for (const other of signed) {
    if (!overlaps(other, next)) continue;
    if (other.id !== replacesId) return fail(errorIssue('date_overlap', 'validFrom', sharedDays(other)));
    if (validFrom <= other.validFrom) {
      const message = `Version ${other.version} begins on ${other.validFrom}: what replaces it must begin later.`;
      return fail(errorIssue('date_overlap', 'validFrom', message));
    }
    ending = { id: other.id, validTo: validFrom };
  }
  return ok(ending);
}

const sharedDays = ({ version, validFrom, validTo }: DatedVersion) =>
  `Version ${version} of these two parties is signed from ${validFrom}${validTo === null ? ' on' : ` to ${validTo}`}. Choose other days, or make a new version of it.`;
