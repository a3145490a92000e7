import type { z } from 'zod';
import { AppError, type ErrorIssue } from '@/lib/errors';

/** Parses input or refuses it with one issue per fault, each at its path. Fails: AppError `invalid_request`. */
export async function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): Promise<z.output<Schema>> {
  const parsed = await schema.safeParseAsync(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) => toIssues(issue));
  throw new AppError('invalid', 'invalid_request', 'The request is not valid.', issues);
}

/** An unknown field is named by its own path; zod reports it at the object's. */
function toIssues(issue: z.core.$ZodIssue): ErrorIssue[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown_field',
      path: [...path, key].join('.'),
      message: `There is no field "${key}" here.`,
    }));
  }
  return [{ code: codeOf(issue), path: path.join('.'), message: issue.message }];
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') {
    const named: unknown = issue.params?.code;
    return typeof named === 'string' ? named : 'invalid';
  }
  return issue.code === 'invalid_type' && issue.input === undefined ? 'required' : issue.code;
}
