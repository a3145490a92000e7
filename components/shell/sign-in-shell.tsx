import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BrandMark } from '@/components/shell/brand-mark';
import { ThemeToggle } from '@/components/shell/theme-toggle';

export type SignInShellProps = { title: string; description?: ReactNode; children: ReactNode };

/** A narrow page for signing in and what belongs to it. */
export function SignInShell({ title, description, children }: SignInShellProps): ReactNode {
  const t = useTranslations('common');
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-4 py-3 sm:px-8">
        <span className="flex items-center gap-2.5 font-semibold">
          <BrandMark />
          {t('product')}
        </span>
        <ThemeToggle />
      </header>
      <main id="main" className="mx-auto w-full max-w-md flex-1 px-4 pt-[8vh] pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {description ? <p className="pt-1 text-ink-muted">{description}</p> : null}
        <div className="pt-6">{children}</div>
      </main>
    </div>
  );
}
