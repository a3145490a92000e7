import type { z } from 'zod';
import { insertUser } from '@/lib/db/identity';
import { AppError, invalid } from '@/lib/errors';
import { newUser } from '@/lib/schemas/identity';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { hashPassword } from '@/lib/services/identity/password';

/**
 * Adds a person who may sign in; what they may see comes from memberships. Addresses are unique without regard to
 * case. Fails: AppError `forbidden`, `invalid_user`, `email_taken`.
 */
export async function createUser(
  ctx: ServiceContext,
  input: z.input<typeof newUser>,
): Promise<{ id: string }> {
  authorise(ctx, 'member.manage');
  const parsed = newUser.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw invalid('invalid_user', issue.path.join('.'), issue.message);
  }
  const { email, name, password, locale } = parsed.data;
  const id = await insertUser({ email, name, locale, passwordHash: await hashPassword(password) });
  if (id === null) throw new AppError('conflict', 'email_taken', `${email} has an account already.`);
  return { id };
}
