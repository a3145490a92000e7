import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes (OWASP Password Storage), in a thread of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Whether the password opens the hash. Without a hash the same work is done and the answer is no. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('no password is this one');
  const matches = await verify(passwordHash ?? (await nobody), password);
  return passwordHash !== null && matches;
}

// The library's default algorithm is argon2id; its enum is const and cannot be imported from an isolated module.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobody: Promise<string> | undefined;
