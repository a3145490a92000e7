import NextAuth from 'next-auth';
import { isHttps } from '@/lib/auth/cookies';
import { authOptions, type SignInUseCases } from '@/lib/auth/options';
import { clientAddress } from '@/lib/http/client-address';
import { signInAsPersona } from '@/lib/services/identity/demo-world';
import { endSession } from '@/lib/services/identity/end-session';
import { isSessionLive } from '@/lib/services/identity/is-session-live';
import { SESSION_SECONDS, signInWithPassword } from '@/lib/services/identity/sign-in';

type Context = { params: Promise<{ nextauth: string[] }> };

function handle(request: Request, context: Context): Promise<Response> {
  const now = new Date().toISOString();
  const useCases: SignInUseCases = {
    sessionSeconds: SESSION_SECONDS,
    withPassword: (input) => signInWithPassword({ ...input, address: clientAddress(request.headers), now }),
    asPersona: (input) => signInAsPersona({ ...input, now }),
    end: (session) => endSession({ ...session, now }),
    isLive: (session) => isSessionLive({ ...session, now }),
  };
  return NextAuth(request as never, context as never, authOptions(useCases, isHttps(request.headers)));
}

export { handle as GET, handle as POST };
