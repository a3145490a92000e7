import './globals.css';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Providers } from '@/components/shell/providers';
import { directionOf } from '@/lib/format/locales';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('tagline'),
    icons: { icon: '/favicon.svg' },
    referrer: 'strict-origin-when-cross-origin',
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf7' },
    { media: '(prefers-color-scheme: dark)', color: '#10171e' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  const locale = await getLocale();
  const nonce = (await headers()).get('x-nonce');
  return (
    // next-themes sets the class before React wakes up.
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <NextIntlClientProvider>
          <Providers locale={locale} {...(nonce === null ? {} : { nonce })}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
