import type { ErrorIssue } from '@/lib/errors';

/** What a server action answers. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: string; message: string; issues: readonly ErrorIssue[] };

export type Act<Input, Data = unknown> = (input: Input) => Promise<ActionResult<Data>>;
