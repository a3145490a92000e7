import { LogOut } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ScopeMenu } from '@/app/(auth)/_components/scope-menu';
import { signOut, switchScope } from '@/app/(auth)/actions';
import { SubmitButton } from '@/components/ui/submit-button';
import { getViewer } from '@/lib/auth/viewer';
import { listScopes } from '@/lib/services/identity/list-scopes';

/**
 * For a portal's frame: leave, or go on as another of one's memberships. Signing out works without script too; its
 * answer is a redirect, so nothing is done with it.
 */
export async function SignOutForm(): Promise<ReactNode> {
  const t = await getTranslations('auth');
  const viewer = await getViewer();
  const scopes = viewer ? await listScopes(viewer.userId) : [];
  const others = scopes.filter(({ membershipId }) => membershipId !== viewer?.membershipId);
  return (
    <div className="flex shrink-0 items-center">
      {others.length > 0 ? (
        <ScopeMenu
          onChoose={switchScope}
          choices={others.map(({ membershipId, partyName, operatorName }) => ({
            membershipId,
            label:
              partyName === operatorName
                ? operatorName
                : t('scope.choice', { party: partyName, operator: operatorName }),
          }))}
        />
      ) : null}
      <form action={signOut as unknown as (form: FormData) => Promise<void>}>
        <SubmitButton variant="quiet" icon={<LogOut size={16} aria-hidden />}>
          {t('scope.signOut')}
        </SubmitButton>
      </form>
    </div>
  );
}
