'use client';

import { useRouter } from 'next/navigation';
import { ThemeProvider, useTheme } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { Toaster } from 'sonner';
import { directionOf, intlLocale } from '@/lib/format/locales';

export type ProvidersProps = {
  locale: string;
  /** Of the content security policy, for the one inline script that sets the theme before the first paint. */
  nonce?: string;
  children: ReactNode;
};

export function Providers({ locale, nonce, children }: ProvidersProps): ReactNode {
  const router = useRouter();
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      storageKey="tributary.theme"
      {...(nonce === undefined ? {} : { nonce })}
    >
      <NuqsAdapter>
        <I18nProvider locale={intlLocale(locale)}>
          <RouterProvider navigate={(href) => router.push(href)}>
            {children}
            <Toasts direction={directionOf(locale)} />
          </RouterProvider>
        </I18nProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}

function Toasts({ direction }: { direction: 'ltr' | 'rtl' }): ReactNode {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      dir={direction}
      position={direction === 'rtl' ? 'bottom-left' : 'bottom-right'}
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          border: '1px solid var(--line-strong)',
          borderRadius: 4,
          boxShadow: 'none',
          fontFamily: 'var(--font-sans)',
        },
        classNames: { description: '!text-ink-muted' },
      }}
    />
  );
}
