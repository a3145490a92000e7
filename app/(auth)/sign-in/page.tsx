import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PasswordForm } from '@/app/(auth)/sign-in/_components/password-form';
import { PersonaList } from '@/app/(auth)/sign-in/_components/persona-list';
import { SignInShell } from '@/components/shell/sign-in-shell';
import { TextLink } from '@/components/ui/text-link';
import { frontDoor, ownPath } from '@/lib/auth/paths';
import { getViewer } from '@/lib/auth/viewer';
import { listPersonas } from '@/lib/services/identity/demo-world';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('signIn.title') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}): Promise<ReactNode> {
  const { callbackUrl, error } = await searchParams;
  const destination = frontDoor(ownPath(typeof callbackUrl === 'string' ? callbackUrl : null));
  if (await getViewer()) redirect(destination);
  const t = await getTranslations('auth');
  const personas = await listPersonas();
  return (
    <SignInShell
      title={t('signIn.title')}
      description={t(personas.length > 0 ? 'demo.description' : 'signIn.description')}
    >
      {personas.length > 0 ? <PersonaList personas={personas} destination={destination} /> : null}
      <PasswordForm
        destination={destination}
        isSecondary={personas.length > 0}
        initialError={typeof error === 'string' ? error : null}
      />
      <p className="pt-8 text-sm text-ink-muted">
        {t.rich('signIn.calculator', { link: (words) => <TextLink href="/calculator">{words}</TextLink> })}
      </p>
    </SignInShell>
  );
}
