import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { z } from 'zod';
import { getActor } from '@/lib/auth/viewer';
import { can, type Permission } from '@/lib/domain/access/permissions';
import { AppError, type ErrorIssue } from '@/lib/errors';
import { expectedError } from '@/lib/http/expected-error';
import { formValues } from '@/lib/http/form-values';
import type { RequestContext } from '@/lib/http/request-context';
import { requireSameOrigin } from '@/lib/http/same-origin';
import { validate } from '@/lib/http/validate';
import { log } from '@/lib/log';

/** What a form gets back: data, or a sentence for its head and an issue for each field (`path` is the field's name). */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: string; message: string; issues: readonly ErrorIssue[] };

/**
 * Makes a server action of a form or a button: same origin, signed in, permitted, valid, then `run`. Takes a FormData
 * or a plain object; a field that comes twice is a list. `redirect()` and `notFound()` in `run` pass through.
 * `permission: 'signed-in'` asks for no more than a session, `'anyone'` not even for that (`ctx` may be null).
 */
export function defineAction<const P extends ActionPermission, Schema extends z.ZodType, T>(definition: {
  schema: Schema;
  permission: P;
  run(input: { ctx: ContextFor<P>; input: z.output<Schema> }): Promise<T>;
}): (input?: FormData | z.input<Schema>) => Promise<ActionResult<T>> {
  return async (input) => {
    try {
      requireSameOrigin(await headers());
      const ctx = await permittedContext(definition.permission);
      const values = await validate(
        definition.schema,
        input instanceof FormData ? formValues(input) : (input ?? {}),
      );
      return { ok: true, data: await definition.run({ ctx: ctx as ContextFor<P>, input: values }) };
    } catch (error) {
      unstable_rethrow(error);
      return refusal(error);
    }
  };
}

type ActionPermission = Permission | 'signed-in' | 'anyone';
type ContextFor<P> = P extends 'anyone' ? RequestContext | null : RequestContext;

async function permittedContext(permission: ActionPermission): Promise<RequestContext | null> {
  const actor = await getActor();
  const ctx = actor && { actor, now: new Date().toISOString() };
  if (permission === 'anyone') return ctx;
  if (!ctx) throw new AppError('unauthenticated', 'not_signed_in', 'Your session has ended. Sign in again.');
  if (permission !== 'signed-in' && !can(ctx.actor, permission)) {
    throw new AppError('forbidden', 'forbidden', 'Your role does not allow this.');
  }
  return ctx;
}

/** The reader's language where there is a message for the code, else the sentence that came with the failure. */
async function refusal(thrown: unknown): Promise<ActionResult<never>> {
  const error = expectedError(thrown);
  const t = await getTranslations('errors');
  if (!(error instanceof AppError)) {
    log.error({ error: error instanceof Error ? error.stack : String(error) }, 'action failed');
    return { ok: false, code: 'internal', message: t('internal'), issues: [] };
  }
  const inWords = (issue: { code: string; message: string }) =>
    t.has(issue.code) ? t(issue.code) : issue.message;
  const issues = error.issues.map((issue) => ({ ...issue, message: inWords(issue) }));
  return { ok: false, code: error.code, message: inWords(error), issues };
}
