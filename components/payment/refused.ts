import type { ErrorIssue } from '@/lib/errors';

export type Refusal = { message?: string; fields: Readonly<Record<string, string>> };

export const NOTHING_REFUSED: Refusal = { fields: {} };

/** What the server refused, at the field it is about; what is about no field of the form stands at its head. */
export function refused(
  answer: { message: string; issues: readonly ErrorIssue[] },
  known: readonly string[],
): Refusal {
  const fields: Record<string, string> = {};
  for (const { path, message } of answer.issues) {
    const [name = ''] = path.split('.');
    if (known.includes(name)) fields[name] ??= message;
  }
  return Object.keys(fields).length > 0 ? { fields } : { message: answer.message, fields };
}
