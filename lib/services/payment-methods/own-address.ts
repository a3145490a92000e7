import { env } from '@/lib/env';

/** Where this hub is reached, by payers' browsers and by providers that call back. */
export function ownAddress(): string {
  const { NEXTAUTH_URL, PORT } = env();
  return (NEXTAUTH_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
}
