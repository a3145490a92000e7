'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { sessionCookieName } from '@/lib/auth/cookies';
import { homeOf } from '@/lib/auth/paths';
import { getViewer } from '@/lib/auth/viewer';
import { defineAction } from '@/lib/http/define-action';
import { endSession } from '@/lib/services/identity/end-session';
import { switchScope as moveScope } from '@/lib/services/identity/switch-scope';

/** Ends this session for good, on the server and in the browser; one that has ended already just leaves. */
export const signOut = defineAction({
  schema: z.strictObject({}),
  permission: 'anyone',
  run: async () => {
    const viewer = await getViewer();
    const now = new Date().toISOString();
    if (viewer) await endSession({ userId: viewer.userId, sessionId: viewer.sessionId, now });
    const jar = await cookies();
    for (const secure of [true, false]) jar.delete(sessionCookieName(secure));
    forgetPages();
    redirect('/sign-in');
  },
});

/** Goes on as another of one's own memberships, at that portal's home. */
export const switchScope = defineAction({
  schema: z.strictObject({ membershipId: z.uuid() }),
  permission: 'signed-in',
  run: async ({ input }) => {
    const viewer = await getViewer();
    if (!viewer) redirect('/sign-in');
    const { userId, sessionId } = viewer;
    const { audience } = await moveScope({ userId, sessionId, membershipId: input.membershipId });
    forgetPages();
    redirect(homeOf(audience));
  },
});

/** The browser keeps pages it has seen; nobody else may see them there, nor the same person in another scope. */
const forgetPages = () => revalidatePath('/', 'layout');
