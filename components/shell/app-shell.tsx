import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ShellFrame, type ShellFrameProps } from '@/components/shell/shell-frame';

type AppShellProps = Omit<ShellFrameProps, 'actions'> & Partial<Pick<ShellFrameProps, 'actions'>>;

/** The frame of a portal: rail, palette, shortcuts, theme, and the page. */
export function AppShell({ children, actions = [], ...frame }: AppShellProps): ReactNode {
  const t = useTranslations('shell');
  return (
    <>
      <a
        href="#main"
        className="fixed inset-s-2 top-2 z-50 -translate-y-16 print:hidden rounded-md bg-ink px-3 py-2 text-paper focus:translate-y-0"
      >
        {t('skipToContent')}
      </a>
      <ShellFrame {...frame} actions={actions}>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-7xl px-4 pt-6 pb-24 outline-none sm:px-8 lg:pb-16 print:p-0"
        >
          {children}
        </main>
      </ShellFrame>
    </>
  );
}
