import type { z } from 'zod';
import { AppError, type ErrorIssue } from '@/lib/errors';

/** Parses input or refuses it with one issue per fault, each at its path. Fails: AppError `invalid_request`. */
export async function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Promise<z.output<Schema>> {
  const parsed = await schema.safeParseAsync(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) => toIssues(issue, input));
  throw new AppError('invalid', 'invalid_request', 'The request is not valid.', issues);
}

/** An unknown field is named by its own path; zod reports it at the object's. */
function toIssues(issue: z.core.$ZodIssue, input: unknown): ErrorIssue[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown_field',
      path: [...path, key].join('.'),
      message: `There is no field "${key}" here.`,
    }));
  }
  if (issue.code !== 'custom' && valueAt(input, issue.path) === undefined) {
    return [{ code: 'required', path: path.join('.'), message: 'This field is missing.' }];
  }
  return [{ code: codeOf(issue), path: path.join('.'), message: issue.message }];
}

/** A refinement may name its own code: `refine(check, { params: { code: 'not_in_period' } })`. */
function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'custom') return issue.code;
  const named: unknown = issue.params?.code;
  return typeof named === 'string' ? named : 'invalid';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
