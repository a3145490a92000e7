import type { AuthOptions } from 'next-auth';
import credentials from 'next-auth/providers/credentials';
import { authCookies } from '@/lib/auth/cookies';
import { ownPath } from '@/lib/auth/paths';
import { authSecret, claimOf } from '@/lib/auth/session-token';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { passwordSignIn, personaSignIn } from '@/lib/schemas/identity';

type OpenedSession = { userId: string; sessionId: string; name: string; email: string };

/** The use cases behind the doors; the route brings them, because this room knows no services. */
export type SignInUseCases = {
  sessionSeconds: number;
  withPassword(input: { email: string; password: string }): Promise<OpenedSession>;
  asPersona(input: { personaId: string }): Promise<OpenedSession>;
  end(session: { userId: string; sessionId: string }): Promise<void>;
  isLive(session: { userId: string; sessionId: string }): Promise<boolean>;
};

/**
 * next-auth without an adapter: an encrypted token in a cookie that carries a session's id (`sid`) and nothing it
 * could outlive. The session's row decides, at every use.
 */
export function authOptions(useCases: SignInUseCases, secure: boolean): AuthOptions {
  return {
    secret: authSecret(),
    useSecureCookies: secure,
    cookies: authCookies(secure),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge: useCases.sessionSeconds },
    providers: [
      credentials({
        id: 'credentials',
        credentials: { email: {}, password: {} },
        authorize: (input) => admit(() => useCases.withPassword(passwordSignIn.parse(input))),
      }),
      credentials({
        id: 'demo',
        credentials: { personaId: {} },
        authorize: (input) => admit(() => useCases.asPersona(personaSignIn.parse(input))),
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) return { ...token, sid: user.sessionId };
        const claim = claimOf(token);
        if (!claim || !(await useCases.isLive(claim))) throw new Error('The session has ended.');
        return token;
      },
      session: ({ session }) => session,
      redirect: ({ url }) => ownPath(url) ?? '/',
    },
    events: {
      signOut: async ({ token }) => {
        const claim = claimOf(token);
        if (claim) await useCases.end(claim);
      },
    },
    logger: {
      error: (code, detail) => log.warn({ code, error: messageOf(detail) }, 'sign-in'),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** A refusal travels to the sign-in page as its code, with the seconds to wait where there are any. */
async function admit(signIn: () => Promise<OpenedSession>) {
  try {
    const { userId, sessionId, name, email } = await signIn();
    return { id: userId, sessionId, name, email };
  } catch (error) {
    if (error instanceof AppError) {
      throw new Error([error.code, error.issues[0]?.path].filter(Boolean).join(':'));
    }
    if (error instanceof Error && error.name === 'ZodError') throw new Error('wrong_credentials');
    log.error({ error: messageOf(error) }, 'sign-in failed');
    throw new Error('unavailable');
  }
}

const messageOf = (detail: unknown): string => {
  const inner = detail instanceof Error ? detail : (detail as { error?: unknown } | null)?.error;
  return inner instanceof Error ? inner.message : String(inner ?? detail);
};

declare module 'next-auth' {
  interface User {
    sessionId: string;
  }
}
