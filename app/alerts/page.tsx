import { redirect } from 'next/navigation';
import { getViewer } from '@/lib/auth/viewer';

/** The address in letters, whoever reads them: it leads to the reader's own portal. */
export default async function AlertsRedirect(): Promise<never> {
  const viewer = await getViewer();
  if (!viewer) redirect('/sign-in?callbackUrl=%2Falerts');
  const { audience } = viewer.actor;
  redirect(audience === 'partner' ? '/partner' : `/${audience}/alerts`);
}
