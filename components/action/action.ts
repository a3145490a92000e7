/** What a server action answers: what it did, or why not, as a whole and by field. */
export type ActionResult<Data> =
  | { ok: true; data: Data }
  | { ok: false; message: string; issues: readonly ActionIssue[] };

export type ActionIssue = { path: string; message: string };

/** A server action as a component is handed it. */
export type Action<Input, Data = unknown> = (input: Input) => Promise<ActionResult<Data>>;
