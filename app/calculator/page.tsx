import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Calculator } from '@/components/calculator/calculator';
import { BrandMark } from '@/components/shell/brand-mark';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { isHttps } from '@/lib/auth/cookies';
import { getViewer } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('calculator'))('title') };
}

/** Open to everyone: it reads nothing but its own address. */
export default async function CalculatorPage({
  searchParams,
}: {
  searchParams: Promise<{ plan?: string | string[] }>;
}): Promise<ReactNode> {
  const t = await getTranslations('calculator');
  const { plan } = await searchParams;
  const given = await headers();
  const host = given.get('x-forwarded-host') ?? given.get('host') ?? 'localhost';
  const viewer = await getViewer();
  return (
    <>
      <header className="flex items-center justify-between gap-4 px-4 py-3 sm:px-8">
        <Link href="/" className="flex items-center gap-2.5 font-semibold">
          <BrandMark />
          {t('product')}
        </Link>
        <div className="flex items-center gap-2">
          <LinkButton href="/" variant="quiet">
            {viewer ? t('toPortal') : t('signIn')}
          </LinkButton>
          <ThemeToggle />
        </div>
      </header>
      <main id="main" className="mx-auto w-full max-w-7xl px-4 pt-6 pb-24 sm:px-8">
        <PageHeader title={t('title')} description={t('description')} />
        <Calculator
          plan={typeof plan === 'string' ? plan.slice(0, MAX_PLAN) : null}
          origin={`${isHttps(given) ? 'https' : 'http'}://${host}`}
        />
      </main>
    </>
  );
}

const MAX_PLAN = 16_000;
