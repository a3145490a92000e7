import { redirect } from 'next/navigation';
import { homeOf, ownPath } from '@/lib/auth/paths';
import { getViewer } from '@/lib/auth/viewer';

/** The front door: everyone is sent to their own portal, or to sign in. `next` is where they were going. */
export default async function FrontDoor({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}): Promise<never> {
  const viewer = await getViewer();
  if (!viewer) redirect('/sign-in');
  const { next } = await searchParams;
  const home = homeOf(viewer.actor.audience);
  const wanted = ownPath(typeof next === 'string' ? next : null);
  redirect(wanted === home || wanted?.startsWith(`${home}/`) ? wanted : home);
}
