/**
 * What is wrong or worth knowing, for people and for programs. `path` points into what was given, as `prices.0.tiers.1.upTo`;
 * `amountAtStake` is a decimal string in major units.
 */
export type Issue = {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly message: string;
  readonly amountAtStake?: string;
};

/** An expected outcome: a value, perhaps with remarks, or the reasons there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly issues: Issue[] }
  | { readonly ok: false; readonly issues: Issue[] };

export function ok<T>(value: T, issues: Issue[] = []): Result<T> {
  return { ok: true, value, issues };
}

export function fail<T = never>(issues: Issue | Issue[]): Result<T> {
  return { ok: false, issues: Array.isArray(issues) ? issues : [issues] };
}

export function errorIssue(code: string, path: string, message: string): Issue {
  return { code, severity: 'error', path, message };
}

export function warningIssue(code: string, path: string, message: string): Issue {
  return { code, severity: 'warning', path, message };
}
