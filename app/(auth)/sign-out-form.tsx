import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { signOut } from '@/app/(auth)/actions';
import { SubmitButton } from '@/components/ui/submit-button';

/** For a portal's frame; works without script too. The answer is a redirect, so nothing is done with it. */
export function SignOutForm(): ReactNode {
  const t = useTranslations('auth');
  return (
    <form action={signOut as unknown as (form: FormData) => Promise<void>}>
      <SubmitButton variant="quiet" icon={<LogOut size={16} aria-hidden />}>
        {t('scope.signOut')}
      </SubmitButton>
    </form>
  );
}
