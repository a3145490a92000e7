import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { isHttps, sessionCookieName } from '@/lib/auth/cookies';
import { liveViewer, type Viewer } from '@/lib/auth/live-viewer';
import { pathHeader } from '@/lib/auth/paths';
import type { Actor, Audience } from '@/lib/domain/access/actor';

/** Who looks at this page, or null; asked of the database once per request. */
export const getViewer = cache(async (): Promise<Viewer | null> => {
  const secure = isHttps(await headers());
  return liveViewer((await cookies()).get(sessionCookieName(secure))?.value, new Date().toISOString());
});

export const getActor = async (): Promise<Actor | null> => (await getViewer())?.actor ?? null;

/**
 * The signed-in person of a portal's page or layout. Signed out goes to sign in and comes back; the wrong audience
 * gets the page that does not exist.
 */
export async function requireViewer(audience: Audience): Promise<Viewer> {
  const viewer = await getViewer();
  if (!viewer) {
    const path = (await headers()).get(pathHeader);
    redirect(path ? `/sign-in?callbackUrl=${encodeURIComponent(path)}` : '/sign-in');
  }
  if (viewer.actor.audience !== audience) notFound();
  return viewer;
}

export const requireActor = async (audience: Audience): Promise<Actor> =>
  (await requireViewer(audience)).actor;

/** What a page hands to its services: who asks and when. Call it in every page; a layout is not asked again. */
export async function requireContext(audience: Audience): Promise<{ actor: Actor; now: string }> {
  return { actor: await requireActor(audience), now: new Date().toISOString() };
}
