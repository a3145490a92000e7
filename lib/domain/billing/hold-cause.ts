import type { Issue } from '@/lib/domain/money/issue';

/** What a person has said about an account's bill of a cycle: keep it back, or let it go although a check held it. */
export type AccountHoldKind = 'hold' | 'release';

/** `integrity`: it is not a bill that could go out. `check`: it could, and a person should look first. `person`: somebody said so. */
export type HoldCause = 'integrity' | 'person' | 'check';

/**
 * Why a bill is not issued; null when nothing keeps it. An error about the bill itself (it could not be computed, does not sum,
 * lacks tax data or a price, or is stale) goes before all else and no person can release it: it is put right and run again. Every
 * error is of that kind unless it is listed here as a question of judgement.
 * Example: a missing partner bill holds by `check`; after a person's release it holds no more.
 */
export function holdCause(
  issues: readonly Pick<Issue, 'code' | 'severity'>[],
  said: AccountHoldKind | null,
): HoldCause | null {
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => !RELEASABLE.has(code))) return 'integrity';
  if (said === 'hold') return 'person';
  return errors.length > 0 && said !== 'release' ? 'check' : null;
}

/** The bill is whole without them; whether to wait is for a person to say. */
export const RELEASABLE: ReadonlySet<string> = new Set(['missing_partner_bill']);
