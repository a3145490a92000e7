import type { ActionIssue } from '@/components/action/action';

/** Why something was refused: for the form's head, and for its fields by their names. */
export type Refusal = { message?: string; fields: Readonly<Record<string, string>> };

export const NOTHING_REFUSED: Refusal = { fields: {} };

/**
 * What was refused, at the field it is about: `{ path: 'terms.0.rate' }` is about `terms.0.rate` and, where the form has
 * no such field, about `terms`. What is about no field of the form stands at its head, so that nothing is refused in silence.
 */
export function refusalOf(
  { message, issues }: { message: string; issues: readonly ActionIssue[] },
  fields: readonly string[],
): Refusal {
  const told: Record<string, string> = {};
  const untold: string[] = [];
  for (const issue of issues) {
    const at = fieldOf(issue.path, fields);
    if (at === undefined) untold.push(issue.message);
    else told[at] ??= issue.message;
  }
  if (issues.length === 0) return { message, fields: told };
  return untold.length > 0 ? { message: untold[0]!, fields: told } : { fields: told };
}

/** The field whose name is the longest beginning of the path. */
const fieldOf = (path: string, fields: readonly string[]): string | undefined =>
  fields
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length)[0];
